import pytest
from django.urls import reverse

WHERE = "/account/language/"
CHOSEN = {"language": "es", "zone": "Europe/Madrid", "text_size": "larger", "theme": "dark"}


def test_a_visitor_chooses_for_this_browser(client, db):
    response = client.post(WHERE, CHOSEN)
    assert response.status_code == 303
    assert {
        name: client.cookies[name].value for name in ("hearth-language", "hearth-zone", "hearth-size", "hearth-theme")
    } == {
        "hearth-language": "es",
        "hearth-zone": "Europe/Madrid",
        "hearth-size": "larger",
        "hearth-theme": "dark",
    }
    assert all(client.cookies[name]["httponly"] for name in ("hearth-zone", "hearth-theme"))
    page = client.get(WHERE)
    start = page.content.decode().split("<head>")[0]
    assert 'data-theme="dark"' in start
    assert 'data-size="larger"' in start
    assert page["Content-Language"] == "es"


def test_what_is_as_it_comes_needs_no_cookie(client, db):
    client.post(WHERE, CHOSEN)
    client.post(WHERE, {**CHOSEN, "theme": "", "text_size": ""})
    assert client.cookies["hearth-theme"].value == ""
    assert "data-theme" not in client.get(WHERE).content.decode().split("<head>")[0]


def test_a_cookie_somebody_wrote_by_hand_is_not_believed(client, db):
    client.cookies["hearth-theme"] = 'dark" onload="x'
    client.cookies["hearth-size"] = "enormous"
    assert "data-" not in client.get(WHERE).content.decode().split("<head>")[0]


@pytest.mark.parametrize(
    "changed", [{"language": "tlh"}, {"zone": "Middle/Earth"}, {"theme": "pink"}, {"text_size": "x"}]
)
def test_what_nobody_offers_is_refused(client, db, changed):
    response = client.post(WHERE, {**CHOSEN, **changed})
    assert response.status_code == 422
    assert "hearth-zone" not in client.cookies


def test_it_leads_back_and_never_to_another_site(client, db):
    assert client.post(WHERE, {**CHOSEN, "next": "/groups/"}).url == "/groups/"
    assert client.post(WHERE, {**CHOSEN, "next": "//evil.example/"}).url == WHERE


def test_who_is_signed_in_has_settings_of_their_own(signed_in, cast):
    assert signed_in(cast.omar).get(WHERE).url == reverse("people:preferences.edit", args=["look"])
