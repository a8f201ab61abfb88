import pytest
from django.test import Client
from django.urls import reverse

from hearth.notices.actions import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(cast, with_mail):
    with_mail(cast.maya)
    return reverse("notices:stop.edit", args=[letters.stop_token(cast.maya)])


def letters_of(person) -> str:
    person.refresh_from_db()
    return person.letters


def test_looking_stops_nothing(client, cast, address):
    """Mail programs and their guards open every link."""
    page = client.get(address)
    assert page.status_code == 200
    assert letters_of(cast.maya) == "each"
    assert page["Cache-Control"] == "no-store, private" and page["Referrer-Policy"] == "no-referrer"


def test_one_press_signed_out_stops_all_letters(client, cast, address):
    assert client.post(address).status_code == 200
    assert letters_of(cast.maya) == "none"


def test_a_mail_programs_own_button_works_without_cookie_or_form(cast, address):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded", headers={}
    )
    assert answer.status_code == 200
    assert letters_of(cast.maya) == "none"


def test_pressing_twice_is_as_good_as_once(client, cast, address):
    assert client.post(address).content != b"" and client.post(address).status_code == 200
    assert letters_of(cast.maya) == "none"


def test_the_page_tells_nothing_about_whose_letters_they_are(client, cast, address):
    page = client.get(address).content + client.post(address).content
    for trace in ("maya", "Maya", "members.example", "Paper Boat", "Steadying"):
        assert trace.encode() not in page


def test_an_account_that_is_gone_looks_the_same(client, cast, address):
    strip = lambda answer: answer.content.split(b"csrfmiddlewaretoken")[0]  # noqa: E731
    before = strip(client.get(address))
    cast.maya.delete()
    assert strip(client.get(address)) == before
    assert client.post(address).status_code == 200


def test_an_old_letter_in_an_old_mailbox_stops_nothing_at_the_new_one(client, cast, address):
    cast.maya.email = "maya@elsewhere.example"
    cast.maya.save()
    assert client.post(address).status_code == 200
    assert letters_of(cast.maya) == "each"


@pytest.mark.parametrize("method", ["get", "post"])
def test_half_an_address_says_that_it_is_half(client, cast, address, method):
    answer = getattr(client, method)(address[:-3] + "/")
    assert answer.status_code == 404
    assert "not complete" in answer.content.decode()
    assert letters_of(cast.maya) == "each"


def test_omars_letter_stops_only_omars_letters(signed_in, cast, with_mail, address):
    with_mail(cast.omar)
    signed_in(cast.maya).post(reverse("notices:stop.edit", args=[letters.stop_token(cast.omar)]))
    assert (letters_of(cast.omar), letters_of(cast.maya)) == ("none", "each")
