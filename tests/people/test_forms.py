import pytest
from django.core.exceptions import ValidationError

from hearth.people.forms import NameForm, PreferencesForm, QuietForm, clean_name, country_choices, zone_choices
from hearth.people.models import Person
from hearth.people.models.words import four_words, plain_words, suggest_names, words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Paper   Boat ", "Paper Boat"),
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("Łódź 7", "Łódź 7"),
        ("О́льга", "О́льга"),
        ("静かな川", "静かな川"),
        ("نور", "نور"),
        ("🐢 slow", "🐢 slow"),
        ("👩‍🌾", "👩‍🌾"),
        ("Paper\u202eBoat", "PaperBoat"),
        ("Pa\x00per\x07 Boat", "Paper Boat"),
        ("Pa\u200bper Boat", "Paper Boat"),
        ("O’Neil-ish", "O’Neil-ish"),
        ("<b>Bo</b>", "<b>Bo</b>"),
        ("Z" * 40, "Z" * 40),
    ],
)
def test_a_name_is_taken_as_it_was_meant(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\u202e\u200b\x00",
        "…",
        "-- / --",
        "Z" * 41,
        "maya@post.example",
        "www.maya.example",
        "https://maya.example",
        "07700 900 123",
        "Pаper Boat",  # the first а is Cyrillic
        "Οlga",  # the first letter is Greek
        "maya-lantern-42",
    ],
)
def test_a_name_that_hides_or_gives_somebody_away_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_name(typed, private=("maya-lantern-42", "maya.k"))


def a_look(**more):
    return {"language": "es", "zone": "Europe/Madrid", "country": "ES", "text_size": "large", "theme": "dark", **more}


def test_a_look_is_taken():
    assert PreferencesForm(a_look(), instance=Person()).is_valid()


@pytest.mark.parametrize(
    "changed",
    [
        {"language": "tlh"},
        {"language": ""},
        {"zone": "Middle/Earth"},
        {"zone": "Europe/Madrid\x00"},
        {"zone": ""},
        {"country": "XX"},
        {"country": "Spain"},
        {"text_size": "huge"},
        {"theme": "pink"},
    ],
)
def test_a_look_nobody_knows_is_refused_at_its_field(changed):
    form = PreferencesForm(a_look(**changed), instance=Person())
    assert not form.is_valid()
    assert set(form.errors) == set(changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"quiet_from": "25:00"},
        {"quiet_until": "early"},
        {"quiet_from": ""},
        {"daily_cap": "-1"},
        {"daily_cap": "21"},
        {"daily_cap": "many"},
        {"letters": "hourly"},
    ],
)
def test_quiet_hours_that_make_no_sense_are_refused_at_their_field(changed):
    sent = {"letters": "none", "quiet_from": "21:00", "quiet_until": "08:00", "daily_cap": "2", **changed}
    form = QuietForm(sent, instance=Person())
    assert not form.is_valid()
    assert set(form.errors) == set(changed)


@pytest.mark.parametrize("changed", [{"pattern": "0"}, {"pattern": "9"}, {"dye": "x"}, {"dye": ""}])
def test_a_patch_that_does_not_exist_is_refused(changed):
    form = NameForm({"display_name": "Bo", "pattern": "1", "dye": "1", **changed}, instance=Person())
    assert set(form.errors) == set(changed)


def test_lists_hold_places_people_know():
    zones = dict(zone_choices())
    assert {"Europe/London", "Asia/Kolkata", "UTC"} <= set(zones)
    assert not any(name.startswith("Etc/") for name in zones)
    assert dict(country_choices())["GB"]


def test_four_words_can_be_typed_from_a_note_in_any_hand():
    wanted = "lantern orbit mitten plum"
    for typed in ("Lantern · Orbit · Mitten · Plum", "lantern-orbit-mitten-plum", " LANTERN orbit\tmitten  plum "):
        assert plain_words(typed) == wanted
    assert len(words()) == len(set(words())) >= 512
    assert len(four_words().split()) == 4
    assert len(set(suggest_names())) == 3
