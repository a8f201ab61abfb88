"""Every letter in every language: neutral outside, plain inside, and nothing in it that names anyone."""

import re

import pytest
from django.conf import settings
from django.core.signing import BadSignature

from hearth.notices.actions import letters
from hearth.notices.models import Kind, Naming

pytestmark = pytest.mark.django_db

EVERY = [*map(str, Kind), "digest"]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# What would tell someone who looks over a shoulder what kind of house this is, in the languages it speaks.
TELLTALE = re.compile(
    r"group|circle|support|mental|health|therap|crisis|suicid|depress|anxi|psych|recover|peer|facilitator|member|"
    r"grupo|círculo|apoyo|salud|terap|ansiedad|depresi|psico|facilitador|miembro",
    re.IGNORECASE,
)
CANARIES = ["Steadying Circle", "Second Winter", "Quiet Room", "Paper Boat", "Slow Kettle", "Devorah", "Wren", "Linden"]


def letter(cast, kind, language="en-gb", **more):
    cast.maya.language = language
    cast.maya.email = "maya@members.example"
    return letters.written(kind, cast.maya, link="https://house.example/n/k3v9/", **more)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EVERY)
def test_an_envelope_tells_nothing(cast, kind, language):
    subject, text = letter(cast, kind, language, count=3)
    assert 10 <= len(subject) <= 60 and "\n" not in subject
    assert not TELLTALE.search(subject), subject
    for canary in [*CANARIES, "Maya", "maya"]:
        assert canary not in subject + text.replace("maya@members.example", "")


@pytest.mark.parametrize("kind", EVERY)
def test_a_letter_is_plain_text_that_leads_back_stops_and_helps(cast, kind):
    _subject, text = letter(cast, kind, count=3)
    assert "https://house.example/n/k3v9/" in text
    assert f"{settings.BASE_URL}/notices/stop/" in text
    assert f"{settings.BASE_URL}/notices/choices/" in text
    assert f"{settings.BASE_URL}/help/" in text
    assert not re.search(r"<[a-z/]|&\w+;|{{|}}|%}|!", text)
    assert max(map(len, text.split("\n\n"))) < 400
    assert "\n\n\n" not in text


@pytest.mark.parametrize("kind", EVERY)
def test_the_groups_name_may_stand_inside_and_never_on_the_envelope(cast, kind):
    subject, text = letter(cast, kind, group_name="Steadying & Circle", count=3)
    assert "Steadying & Circle" in text
    assert "Steadying" not in subject


def test_letters_name_the_group_only_when_asked_to(cast):
    membership = cast.in_circle["maya"]
    assert not letters.may_name(cast.maya, membership)
    Naming.objects.create(membership=membership, at=membership.joined_at)
    assert letters.may_name(cast.maya, membership)
    assert not letters.may_name(cast.maya, cast.in_other["maya"])
    cast.maya.discreet = False
    assert letters.may_name(cast.maya, cast.in_other["maya"])


def test_a_word_in_another_language_is_in_another_language(cast):
    english, pseudo = letter(cast, "reply"), letter(cast, "reply", "en-xa")
    assert english[0] == "Something is waiting for you"
    assert len({len(english[0]) < 60, len(pseudo[0]) < 60}) == 1


# ── stopping ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_token_stops_the_letters_of_the_address_it_went_to(cast):
    cast.maya.email = "maya@members.example"
    cast.maya.save()
    token = letters.stop_token(cast.maya)
    assert letters.reader_of(token) == cast.maya
    cast.maya.email = "maya@elsewhere.example"
    cast.maya.save()
    assert letters.is_stop_token(token)
    assert letters.reader_of(token) is None


def test_a_token_outlives_the_account_without_saying_so(cast):
    cast.maya.email = "maya@members.example"
    token = letters.stop_token(cast.maya)
    cast.maya.delete()
    assert letters.is_stop_token(token)
    assert letters.reader_of(token) is None


def test_a_token_names_no_address(cast):
    cast.maya.email = "maya@members.example"
    assert "maya" not in letters.stop_token(cast.maya)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "1" + t, lambda t: t.split("~")[0], lambda t: ""])
def test_a_token_we_never_wrote_stops_nothing(cast, change):
    token = change(letters.stop_token(cast.maya))
    assert not letters.is_stop_token(token)
    with pytest.raises(BadSignature):
        letters.reader_of(token)
