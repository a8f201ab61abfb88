"""The book of lines: sound, sourced, and honest about its age."""

import json
import warnings
from datetime import date, timedelta

import pytest

from hearth.base import clock
from hearth.safety.queries.lines import BOOK, FILE, STALE_AFTER_DAYS, country_names, country_of_languages, digits

TOLD = json.loads(FILE.read_text(encoding="utf-8"))
SHOWN = [
    (country["iso"], line) for country in TOLD["countries"] for line in country["lines"] if line["show_by_default"]
]
EVERYBODY = list(BOOK.countries.values())


def test_the_book_is_all_there():
    assert len(EVERYBODY) == 243
    assert sum(len(country.lines) for country in EVERYBODY) > 380
    assert len({country.code for country in EVERYBODY}) == len(EVERYBODY)


def test_every_shown_line_can_be_reached():
    for code, line in SHOWN:
        assert line["dial"] or line["sms"] or line["chat_url"], f"{code} {line['name']}"
        assert not line["dial"] or set(line["dial"]) <= set("+0123456789*#"), f"{code} {line['name']}"
        assert not line["dial"] or digits(line["dial"]) == digits(line["phone"]), f"{code} {line['name']}"


def test_every_shown_line_has_known_sources_and_a_date():
    for code, line in SHOWN:
        where = f"{code} {line['name']}"
        assert line["sources"], where
        assert set(line["sources"]) <= set(TOLD["sources"]), where
        assert date.fromisoformat(line["date_seen"]) <= date.fromisoformat(TOLD["generated"]), where


def test_no_shown_line_is_doubtful():
    for code, line in SHOWN:
        assert line["confidence"] in {"high", "medium"}, f"{code} {line['name']}"
        assert line["verified"] == (line["confidence"] == "high"), f"{code} {line['name']}"


def test_emergency_numbers_are_numbers():
    for country in EVERYBODY:
        for number in (*country.emergency, *(number for _service, number in country.services), *country.also):
            assert digits(number), country.code


def test_only_one_territory_has_no_emergency_number():
    assert [country.code for country in EVERYBODY if not country.emergency and not country.services] == ["PN"]


def test_a_number_that_moved_is_never_shown():
    for old in TOLD["superseded_numbers"]:
        country = BOOK.country(old["iso"])
        assert digits(old["number"]) not in {digits(line.dial) for line in country.lines}


def test_links_are_such_that_nobody_on_the_way_reads_them():
    for country in EVERYBODY:
        for line in country.lines:
            assert all(to == "" or to.startswith("https://") for to in (line.chat, line.web))


def test_the_book_is_looked_at_again_within_half_a_year():
    """A warning, not a failure: a test that fails by the calendar would stop a repair on the day it is needed most.

    The page itself says its age to everyone, and says so plainly once it is too old.
    """
    if BOOK.is_stale(clock.now().date()):
        warnings.warn("The crisis lines are older than 180 days: check them again.", stacklevel=1)


def test_half_a_year_is_when_it_becomes_stale():
    assert not BOOK.is_stale(BOOK.checked_on + timedelta(days=STALE_AFTER_DAYS))
    assert BOOK.is_stale(BOOK.checked_on + timedelta(days=STALE_AFTER_DAYS + 1))


def test_lines_for_anybody_come_first_and_the_surest_before_all():
    lines = BOOK.country("GB").lines_for("en-gb")
    general = [line.is_general for line in lines]
    assert general == sorted(general, reverse=True)
    assert lines[0].dial == "116123"


def test_a_line_in_the_readers_language_comes_before_one_that_is_not():
    lines = [line for line in BOOK.country("US").lines_for("es") if line.is_general]
    assert "es" in lines[0].languages


def test_a_line_for_young_people_is_for_young_people():
    names = {line.name for line in BOOK.country("GB").lines if line.is_for_young}
    assert "Childline" in names
    assert all(line.is_general + line.is_for_young + line.is_for_some == 1 for each in EVERYBODY for line in each.lines)


@pytest.mark.parametrize(
    ("accepted", "country"),
    [
        ("es-ES,es;q=0.9,en-US;q=0.8", "ES"),
        ("de-AT", "AT"),
        ("zh-Hans-CN", "CN"),
        ("en-US,en;q=0.5", ""),
        ("es-US", "US"),
        ("en", ""),
        ("", ""),
        ("*", ""),
        ("xx-ZZ, de-DE", "DE"),
        ("-,;q=,--", ""),
    ],
)
def test_a_browser_tells_the_country_only_when_it_is_clear(accepted, country):
    assert country_of_languages(accepted) == country


def test_countries_are_named_in_the_readers_language():
    assert dict(country_names("es"))["DE"] == "Alemania"
    assert dict(country_names("en-gb"))["DE"] == "Germany"
    assert dict(country_names("nonsense"))["DE"] == "Germany"
