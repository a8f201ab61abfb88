"""The desk, as those who sit at it meet it, and as everyone else does not."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from hearth.base import clock
from hearth.base.ids import key
from hearth.base.models import JournalEntry
from hearth.safety.actions import concerns, desk, reports
from hearth.safety.models import Concern
from tests.cast import a_reply, a_thread


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def concern(cast, post, now):
    return concerns.raise_about(about=post, words="She sounded far away.", level="today", by=cast.noor, now=now)


@pytest.fixture
def report(cast, reply, now):
    return reports.make(post=reply, point="We ask before we advise.", words="", by=cast.maya, now=now)


def addresses(concern, report):
    for kind, item in (("concerns", concern), ("reports", report)):
        yield "GET", f"/desk/{kind}/{key(item.pk)}/"
        for deed in ("claim", "let-go", "answer"):
            yield "POST", f"/desk/{kind}/{key(item.pk)}/{deed}/"
    yield "POST", f"/desk/concerns/{key(concern.pk)}/level/"
    yield "GET", "/desk/"


@pytest.mark.parametrize("name", ["maya", "noor", "omar"])
def test_for_everyone_else_there_is_no_desk(signed_in, cast, concern, report, name):
    client = signed_in(getattr(cast, name))
    for method, address in addresses(concern, report):
        assert client.generic(method, address).status_code == 404, address


def test_a_visitor_is_taken_to_sign_in(client, concern, report):
    for method, address in addresses(concern, report):
        assert client.generic(method, address).status_code == (401 if method == "POST" else 302), address


@pytest.mark.parametrize("name", ["ruth", "sam", "tess"])
def test_without_a_second_step_it_says_how_to_come_in_and_shows_nothing(signed_in, cast, concern, report, name):
    Authenticator.objects.all().delete()
    client = signed_in(getattr(cast, name))
    response = client.get("/desk/")
    assert response.status_code == 403
    assert "Paper Boat" not in text_of(response)
    assert client.get(f"/desk/concerns/{key(concern.pk)}/").status_code in {403, 404}
    assert client.post(f"/desk/concerns/{key(concern.pk)}/claim/").status_code == 404


def test_the_lists_say_who_where_and_until_when_but_no_words(signed_in, cast, concern, report):
    page = text_of(signed_in(cast.ruth).get("/desk/"))
    assert "A worry about Paper Boat" in page
    assert "A post by Slow Kettle" in page
    assert "in about 4 hours" in page
    assert "She sounded far away." not in page
    assert "Pull yourself together." not in page


def test_a_responder_sees_no_reports_that_are_the_groups_to_decide(signed_in, cast, concern, report):
    page = text_of(signed_in(cast.sam).get("/desk/"))
    assert "A worry about Paper Boat" in page
    assert "Slow Kettle" not in page


def test_what_is_late_is_marked_as_late(signed_in, cast, concern, now):
    with clock.frozen(now + timedelta(hours=5)):
        assert "late since" in text_of(signed_in(cast.ruth).get("/desk/"))


def test_a_facilitator_finds_no_trace_of_what_is_about_them(signed_in, cast, word_by_ruth, now):
    concern = concerns.raise_about(about=word_by_ruth, words="", level="today", by=cast.maya, now=now)
    report = reports.make(post=word_by_ruth, point="", words="", by=cast.maya, now=now)
    client = signed_in(cast.ruth)
    page = text_of(client.get("/desk/"))
    assert "Nobody is waiting." in page
    assert "Nothing is waiting." in page
    for method, address in addresses(concern, report):
        if address != "/desk/":
            assert client.generic(method, address).status_code == 404


def test_an_anonymous_post_stays_anonymous_on_the_desk(signed_in, cast, now):
    thread = a_thread(cast.in_circle["maya"])
    post = a_reply(thread, cast.in_circle["maya"], "Nobody knows this.", anonymous=True)
    concern = concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)
    client = signed_in(cast.ruth)
    for page in (client.get("/desk/"), client.get(f"/desk/concerns/{key(concern.pk)}/")):
        assert "Paper Boat" not in text_of(page)


def test_opening_a_thing_shows_the_words_and_is_written_down(signed_in, cast, concern):
    page = text_of(signed_in(cast.ruth).get(f"/desk/concerns/{key(concern.pk)}/"))
    assert "I wake at three." in page
    assert "She sounded far away." in page
    assert "Slow Kettle" in page
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by_id, entry.about_id) == ("safety.looked", cast.ruth.pk, concern.pk)


def test_withdrawn_words_are_gone_here_too(signed_in, cast, concern, post, now):
    post.body, post.html, post.withdrawn_at = "", "", now
    post.save()
    page = text_of(signed_in(cast.ruth).get(f"/desk/concerns/{key(concern.pk)}/"))
    assert "I wake at three." not in page
    assert "withdrawn by the one who wrote it" in page


def test_taking_answering_and_closing(signed_in, cast, concern):
    client = signed_in(cast.ruth)
    here = f"/desk/concerns/{key(concern.pk)}/"
    assert client.post(here + "claim/").status_code == 303
    assert "You have this" in text_of(client.get(here))
    response = client.post(here + "answer/", {"outcome": "spoken", "note": ""})
    assert response.status_code == 422
    assert client.post(here + "answer/", {"outcome": "spoken", "note": "We spoke."}).status_code == 303
    assert Concern.objects.get().note == "We spoke."
    assert "Paper Boat" not in text_of(client.get("/desk/"))


def test_a_note_too_early_is_refused_and_given_back(signed_in, cast, concern):
    response = signed_in(cast.ruth).post(
        f"/desk/concerns/{key(concern.pk)}/answer/", {"outcome": "spoken", "note": "We spoke at length."}
    )
    assert response.status_code == 409
    assert "We spoke at length." in text_of(response)


def test_the_second_to_come_is_told_who_has_it(signed_in, cast, concern, now):
    desk.claim(item=concern, by=cast.ruth, now=now)
    client = signed_in(cast.sam)
    assert "Devorah has this" in text_of(client.get("/desk/"))
    response = client.post(f"/desk/concerns/{key(concern.pk)}/claim/")
    assert response.status_code == 409
    assert "Someone else has this in hand." in text_of(response)


def test_a_responders_own_name_is_nobodys_business(signed_in, cast, concern, now):
    desk.claim(item=concern, by=cast.sam, now=now)
    page = text_of(signed_in(cast.ruth).get("/desk/"))
    assert "A responder has this" in page
    assert "Sam" not in page


def test_how_soon_can_be_changed_and_nonsense_cannot(signed_in, cast, concern):
    client = signed_in(cast.ruth)
    address = f"/desk/concerns/{key(concern.pk)}/level/"
    assert client.post(address, {"level": "now"}).status_code == 303
    assert Concern.objects.get().level == "now"
    assert client.post(address, {"level": "sometime"}).status_code == 422


def test_a_script_gets_the_lists_alone(signed_in, cast, concern):
    page = text_of(signed_in(cast.ruth).get("/desk/", headers={"X-Piece": "1"}))
    assert "A worry about Paper Boat" in page
    assert "<html" not in page


def test_a_longer_list_costs_no_more(signed_in, cast, now, django_assert_num_queries):
    client = signed_in(cast.ruth)

    def more():
        thread = a_thread(cast.in_circle["maya"])
        concern = concerns.raise_about(about=thread.posts.get(), words="", level="today", by=cast.noor, now=now)
        desk.claim(item=concern, by=cast.sam, now=now)
        reply = a_reply(thread, cast.in_circle["noor"])
        reports.make(post=reply, point="", words="", by=cast.maya, now=now)

    more()
    with django_assert_num_queries(7):
        client.get("/desk/")
    more()
    more()
    with django_assert_num_queries(7):
        client.get("/desk/")
