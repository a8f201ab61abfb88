import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from hearth.base import http
from hearth.base.http import (
    ANYONE,
    DEVELOPERS,
    RESPONDERS,
    SIGNED_IN,
    STEWARDS,
    Refusal,
    RefusalMiddleware,
    answer,
    found,
    open_to,
    see_other,
    typed_words,
    wants_piece,
)
from hearth.people.models import Person

pytestmark = pytest.mark.django_db


def door(whom, *methods):
    @open_to(whom, *methods)
    def view(request):
        return HttpResponse("come in")

    return view


@pytest.fixture
def come(rf):
    """Come to a door as somebody; nobody by default."""

    def ask(view, person=None, method="get", data=None, **headers):
        request = getattr(rf, method)("/lamps/?q=1", data, headers=headers)
        request.user = person or AnonymousUser()
        request.session = {}
        return view(request)

    return ask


DOORS = {
    ANYONE: "everyone",
    SIGNED_IN: "maya sam tess",
    RESPONDERS: "sam tess",
    STEWARDS: "tess",
    DEVELOPERS: "everyone",
}


@pytest.mark.parametrize("whom", list(DOORS), ids=lambda whom: whom.name)
@pytest.mark.parametrize("who", ["maya", "sam", "tess"])
def test_a_door_lets_through_whom_it_says(come, cast, whom, who):
    person = getattr(cast, who)
    if who in DOORS[whom].split() or DOORS[whom] == "everyone":
        assert come(door(whom), person).content == b"come in"
    else:
        # Not "you may not": that there is such a door is not told either.
        with pytest.raises(Http404):
            come(door(whom), person)


@pytest.mark.parametrize("whom", [SIGNED_IN, RESPONDERS, STEWARDS], ids=lambda whom: whom.name)
def test_who_is_signed_out_is_asked_to_sign_in_and_comes_back_where_they_were(come, whom):
    response = come(door(whom))
    assert response.status_code == 302
    assert response.url == "/account/login/?next=/lamps/%3Fq%3D1"


def test_a_script_of_somebody_signed_out_is_told_where_to_go(come):
    response = come(door(SIGNED_IN), **{"x-piece": "1"})
    assert (response.status_code, response["X-Go"], response.content) == (401, "/account/login/", b"")


def test_the_workshop_has_no_door_where_real_people_live(come, settings, cast):
    settings.WORKSHOP = False
    with pytest.raises(Http404):
        come(door(DEVELOPERS), cast.tess)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_door_for_reading_takes_nothing_else(come, method):
    response = come(door(ANYONE), method=method)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_a_door_for_posting_is_not_for_reading(come):
    assert come(door(ANYONE, "POST")).status_code == 405
    assert come(door(ANYONE, "POST"), method="post").status_code == 200
    assert come(door(ANYONE), method="head").status_code == 200


def test_a_persons_page_is_kept_by_no_cache(come, cast):
    assert come(door(ANYONE), cast.maya)["Cache-Control"] == "no-store, private"
    assert not come(door(ANYONE)).has_header("Cache-Control")


def test_a_door_says_of_itself_whom_it_is_for():
    view = door(RESPONDERS, "GET", "POST")
    assert (view.open_to, view.methods) == (RESPONDERS, {"GET", "HEAD", "POST"})


# ── what was typed ────────────────────────────────────────────────────────────────────────────────────────────


WORDS = {"body": "It took me all evening to write this.", "title": "short", "csrfmiddlewaretoken": "x" * 64}


def test_what_was_typed_is_given_back(rf):
    assert typed_words(rf.post("/", WORDS)) == [("body", "It took me all evening to write this.")]


@pytest.mark.parametrize("secret", ["password", "new_password1", "passphrase"])
def test_nothing_is_given_back_beside_a_passphrase(rf, secret):
    assert typed_words(rf.post("/", {**WORDS, secret: "juniper kettle orbit lantern"})) == []


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_deed_is_answered_with_a_redirect_that_repeats_nothing(rf):
    response = answer(rf.post("/"), to="/lamps/")
    assert (response.status_code, response.url) == (303, "/lamps/")
    assert see_other("/x/").status_code == 303


def test_a_script_without_a_piece_is_told_where_to_go(rf):
    response = answer(rf.post("/", headers={"x-piece": "1"}), to="/lamps/")
    assert (response.status_code, response["X-Go"]) == (204, "/lamps/")


def test_only_our_own_scripts_are_answered_with_pieces(rf):
    assert wants_piece(rf.get("/", headers={"x-piece": "1"}))
    assert not wants_piece(rf.get("/", headers={"x-requested-with": "XMLHttpRequest"}))


@pytest.mark.parametrize("lookup", [{"pk": 1}, {"pk": 2**70}, {"pk": "x"}], ids=str)
def test_what_is_not_there_is_not_found(lookup, cast):
    assert found(Person.objects, pk=cast.maya.pk) == cast.maya
    with pytest.raises(Http404):
        found(Person.objects, **lookup)


# ── refusals ──────────────────────────────────────────────────────────────────────────────────────────────────


class LampIsLit(Refusal):
    sentence = "The lamp is lit already."


def refused(request, refusal):
    request.user = AnonymousUser()
    return RefusalMiddleware(None).process_exception(request, refusal)


def test_a_refusal_is_a_kind_sentence_with_what_was_typed(rf):
    request = rf.post("/", {"body": "It took me all evening to write this."})
    response = refused(request, LampIsLit())
    assert response.status_code == 409
    assert "The lamp is lit already." in response.content.decode()
    assert "It took me all evening to write this." in response.content.decode()


def test_a_refusal_for_a_script_is_a_piece(rf):
    whole = refused(rf.post("/"), LampIsLit()).content.decode()
    piece = refused(rf.post("/", headers={"x-piece": "1"}), LampIsLit()).content.decode()
    assert "<html" in whole
    assert "<html" not in piece
    assert "The lamp is lit already." in piece


def test_any_other_exception_stays_one(rf):
    assert refused(rf.get("/"), ValueError()) is None


def test_a_refusal_can_say_its_own_sentence():
    assert str(LampIsLit()) == "The lamp is lit already."
    assert str(LampIsLit("Not tonight.")) == "Not tonight."
    assert LampIsLit(lamp=7).about == {"lamp": 7}


def test_a_request_has_one_instant(rf, now):
    seen = []
    request = RequestFactory().get("/")
    RefusalMiddleware(lambda request: seen.append(request.now))(request)
    assert seen == [now]


def test_the_form_token_is_masked_once_for_a_page_and_anew_for_the_next(rf):
    def tokens():
        context = http.context_of(rf.get("/"), {})
        return context["csrf_token"], str(context["csrf"])

    (one, field), (other, _field) = tokens(), tokens()
    assert one in field
    assert one != other
