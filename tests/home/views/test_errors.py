"""When something goes wrong: kind words, no detail, help in reach, and nothing typed is lost."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from hearth.base.http import Refusal, page
from hearth.home.views import errors

WORDS = "I wrote for an hour about how it was."


def test_a_broken_page_needs_no_database(rf: RequestFactory):
    """Without the database mark: a query here would fail the test."""
    response = errors.broken(rf.get("/anything/"))
    text = response.content.decode()
    assert response.status_code == 500
    assert "Something broke on our side" in text
    assert 'href="/help/"' in text
    assert "Traceback" not in text


def test_a_broken_piece_is_empty(rf):
    assert errors.broken(rf.get("/x/", headers={"X-Piece": "1"})).content == b""


@pytest.mark.django_db
def test_what_is_not_there_says_so_kindly(client, signed_in, cast):
    response = client.get("/nothing/at/all/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert "/nothing/at/all/" not in response.content.decode()
    assert signed_in(cast.omar).get("/nothing/at/all/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("view", "status"), [("bad_request", 400), ("forbidden", 403)])
def test_every_page_leads_to_help(rf, view, status):
    response = getattr(errors, view)(rf.get("/x/"))
    assert response.status_code == status
    assert 'href="/help/"' in response.content.decode()


@pytest.mark.django_db
def test_a_form_that_waited_too_long_gives_the_words_back(rf):
    response = errors.stale_form(rf.post("/groups/choose/", {"body": WORDS, "csrfmiddlewaretoken": "x" * 64}))
    text = response.content.decode()
    assert response.status_code == 403
    assert WORDS in text
    assert "Nothing was sent" in text
    assert "xxxxxxxx" not in text
    assert "readonly" in text


@pytest.mark.django_db
def test_who_was_signed_out_gets_the_words_back_and_a_way_on(client):
    response = client.post(reverse("people:preferences.edit", args=["look"]), {"body": WORDS})
    text = response.content.decode()
    assert response.status_code == 401
    assert WORDS in text
    assert "Sign in and go on" in text


class Full(Refusal):
    sentence = "Every seat is taken."
    onward = ("Look at other groups", "home:directory.index")


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["errors/refused.html", "errors/_refused.html"])
def test_a_refusal_says_why_and_where_to_go(rf, template):
    text = page(rf.get("/x/"), template, refusal=Full(), kept=[("body", WORDS)]).content.decode()
    assert "Every seat is taken." in text
    assert 'href="/groups/"' in text
    assert WORDS in text


@pytest.mark.django_db
def test_a_refusal_without_a_way_on(rf):
    text = page(rf.get("/x/"), "errors/refused.html", refusal=Refusal(), kept=[]).content.decode()
    assert "Your words are here" not in text
