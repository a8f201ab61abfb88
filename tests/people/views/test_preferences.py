import pytest
from django.urls import reverse

from hearth.people.models import Person

LOOK = {
    "language": "es",
    "zone": "Europe/Madrid",
    "country": "ES",
    "text_size": "large",
    "theme": "dark",
    "low_energy": "on",
}
QUIET = {"letters": "digest", "quiet_from": "22:30", "quiet_until": "07:00", "daily_cap": "1"}


def where(part):
    return reverse("people:preferences.edit", args=[part])


def test_the_page_leads_to_every_setting(signed_in, cast):
    page = signed_in(cast.maya).get(reverse("people:preferences.index"))
    assert page.status_code == 200
    for name in (
        "account_change_password",
        "mfa_index",
        "account_email",
        "people:sessions.index",
        "people:leaving.show",
    ):
        assert f'href="{reverse(name)}"' in page.content.decode()


@pytest.mark.parametrize(
    ("part", "sent", "kept"),
    [
        (
            "look",
            LOOK,
            {"language": "es", "zone": "Europe/Madrid", "theme": "dark", "low_energy": True, "coach_off": False},
        ),
        ("quiet", QUIET, {"letters": "digest", "daily_cap": 1, "discreet": False}),
        ("quiet", {**QUIET, "discreet": "on"}, {"discreet": True}),
        (
            "name",
            {"display_name": "Slow Kettle", "pattern": "3", "dye": "8"},
            {"display_name": "Slow Kettle", "dye": 8},
        ),
        ("exit", {"exit_signs_out": "on"}, {"exit_signs_out": True}),
    ],
)
def test_a_setting_is_kept_and_said_so(signed_in, cast, part, sent, kept):
    client = signed_in(cast.maya)
    response = client.post(where(part), sent)
    assert (response.status_code, response.url) == (303, where(part) + "?saved=1")
    person = Person.objects.get(pk=cast.maya.pk)
    assert {name: getattr(person, name) for name in kept} == kept
    assert 'role="status"' in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("part", "sent", "shown"),
    [
        ("look", {**LOOK, "zone": "Middle/Earth"}, "zone"),
        ("look", {**LOOK, "language": "tlh"}, "language"),
        ("quiet", {**QUIET, "quiet_from": "soon"}, 'value="soon"'),
        ("name", {"display_name": "maya@post.example", "pattern": "1", "dye": "1"}, 'value="maya@post.example"'),
        ("name", {"display_name": "maya", "pattern": "1", "dye": "1"}, 'value="maya"'),
        ("name", {"display_name": "Bo\u202e" + "x" * 60, "pattern": "1", "dye": "1"}, 'role="alert"'),
    ],
)
def test_what_cannot_be_kept_is_shown_again_and_changes_nothing(signed_in, cast, part, sent, shown):
    before = Person.objects.filter(pk=cast.maya.pk).values().get()
    response = signed_in(cast.maya).post(where(part), sent)
    assert response.status_code == 422
    assert shown in response.content.decode()
    after = Person.objects.filter(pk=cast.maya.pk).values().get()
    assert {**after, "seen_on": None, "last_visit_on": None} == {**before, "seen_on": None, "last_visit_on": None}


def test_a_refused_theme_is_not_put_on_for_the_page_that_says_so(signed_in, cast):
    page = signed_in(cast.maya).post(where("look"), {**LOOK, "zone": "nowhere"}).content.decode()
    assert "data-theme" not in page.split("<head>")[0]


def test_a_name_full_of_signs_is_shown_as_text(signed_in, cast):
    client = signed_in(cast.maya)
    client.post(where("name"), {"display_name": "<b>Bo</b> & Co", "pattern": "1", "dye": "1"})
    assert "&lt;b&gt;Bo&lt;/b&gt; &amp; Co" in client.get(reverse("people:preferences.index")).content.decode()


def test_a_setting_nobody_offers_is_not_found(signed_in, cast):
    assert signed_in(cast.maya).get("/account/preferences/role/").status_code == 404


def test_a_stranger_changes_their_own_settings_only(signed_in, cast):
    signed_in(cast.omar).post(
        where("exit"), {"exit_signs_out": "on", "person": str(cast.maya.pk), "id": str(cast.maya.pk)}
    )
    assert not Person.objects.get(pk=cast.maya.pk).exit_signs_out
    assert Person.objects.get(pk=cast.omar.pk).exit_signs_out


@pytest.mark.parametrize("part", ["look", "quiet", "name", "exit"])
def test_a_signed_out_stranger_is_taken_to_sign_in(client, db, part):
    assert client.get(where(part)).status_code == 302
    assert client.post(where(part), {"display_name": "a long name that was typed"}).status_code == 401


def test_the_page_costs_the_same_whoever_looks(signed_in, cast, django_assert_num_queries):
    for person in (cast.maya, cast.ruth):
        client = signed_in(person)
        with django_assert_num_queries(2):
            client.get(reverse("people:preferences.index"))
