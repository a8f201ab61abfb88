import re

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from hearth.people.actions import ways_back
from hearth.people.models import Session
from tests.cast import signed_in as signed_in_there
from tests.people.adapters.test_accounts import SECRET
from tests.people.conftest import NEW

MAKE, USE = "/account/four-words/", "/account/way-back/"


def test_new_words_are_shown_once_in_answer_to_the_asking(signed_in, cast, sure):
    client = signed_in(cast.maya)
    sure()
    assert "to-note" not in client.get(MAKE).content.decode()
    response = client.post(MAKE)
    words = re.search(r'class="to-note">([^<]+)<', response.content.decode()).group(1)
    assert "no-store" in response["Cache-Control"]
    assert ways_back.open_for("maya", words) == cast.maya
    assert words not in client.get(MAKE).content.decode()


def test_someone_comes_back_and_every_device_is_signed_out(client, cast):
    signed_in_there(Client(), cast.maya)
    words = ways_back.renew(person=cast.maya, by=cast.maya)
    response = client.post(USE, {"sign_in_name": "maya", "words": words, "passphrase": NEW})
    assert response.url == reverse("people:ways_back.done")
    assert client.get(response.url).status_code == 200
    assert not Session.objects.filter(person=cast.maya).exists()
    assert client.post("/account/login/", {"login": "maya", "password": NEW}).url == "/today/"


def test_the_words_stand_in_for_the_passphrase_and_not_for_the_second_step(client, cast):
    TOTP.activate(cast.maya, SECRET)
    words = ways_back.renew(person=cast.maya, by=cast.maya)
    client.post(USE, {"sign_in_name": "maya", "words": words, "passphrase": NEW})
    assert client.post("/account/login/", {"login": "maya", "password": NEW}).url == reverse("mfa_authenticate")


def test_a_stranger_learns_nothing_from_the_answer(cast):
    ways_back.renew(person=cast.maya, by=cast.maya)
    pages = set()
    for name in ("maya", "noor", "nobody-here"):
        response = Client().post(USE, {"sign_in_name": name, "words": "acorn acorn acorn acorn", "passphrase": NEW})
        assert response.status_code == 422
        text = response.content.decode().replace(f'value="{name}"', "")
        pages.add(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text))
    assert len(pages) == 1


def test_what_was_typed_is_kept_except_the_passphrase(client, db):
    response = client.post(USE, {"sign_in_name": "maya", "words": "one two", "passphrase": "short"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="maya"' in page
    assert 'value="one two"' in page
    assert "short" not in page.replace("too short", "")


def test_guessing_is_slowed(client, cast):
    sent = {"sign_in_name": "maya", "words": "acorn acorn acorn acorn", "passphrase": NEW}
    assert [client.post(USE, sent).status_code for _turn in range(6)] == [422] * 5 + [429]


def test_a_signed_out_stranger_cannot_make_words(client, db):
    assert client.get(MAKE).status_code == 302
