from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from hearth.base import clock
from hearth.ui import times

ZONES = st.sampled_from(
    ["Europe/London", "America/Chicago", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]
)
INSTANTS = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 – the strategy adds the zone itself
    datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en-gb"):
        yield


def at(text: str, zone: str = "Europe/London") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def said(saying, instant: datetime, now: datetime, zone: str = "Europe/London") -> str:
    with clock.frozen(now), timezone.override(ZoneInfo(zone)):
        return str(saying(instant))


@pytest.mark.parametrize(
    ("instant", "now", "word"),
    [
        ("2026-03-12T23:59", "2026-03-12T00:00", "today"),
        ("2026-03-12T23:59", "2026-03-13T00:00", "yesterday"),
        ("2026-03-13T00:00", "2026-03-12T23:59", "tomorrow"),
        ("2026-03-09T12:00", "2026-03-12T12:00", "Monday"),
        ("2026-03-18T12:00", "2026-03-12T12:00", "Wednesday"),
        ("2026-03-05T12:00", "2026-03-12T12:00", "5 March"),
        ("2026-03-19T12:00", "2026-03-12T12:00", "19 March"),
        ("2025-12-31T23:00", "2026-01-14T12:00", "31 December 2025"),
        # The nights when clocks change: the day has 23 or 25 hours and still one name.
        ("2026-03-28T23:30", "2026-03-29T23:30", "yesterday"),
        ("2026-10-24T23:30", "2026-10-25T00:15", "yesterday"),
        ("2026-10-25T23:30", "2026-10-25T00:15", "today"),
    ],
)
def test_a_day_is_said_as_people_say_it(instant, now, word):
    assert said(times.day, at(instant), at(now)) == word


def test_one_instant_is_today_in_one_place_and_tomorrow_in_another():
    instant, now = at("2026-03-12T23:30"), at("2026-03-12T20:00")
    assert said(times.day, instant, now, "Europe/London") == "today"
    assert said(times.day, instant, now, "Asia/Kolkata") == "today"
    assert said(times.day, instant, at("2026-03-12T18:00"), "Asia/Kolkata") == "tomorrow"


@given(instant=INSTANTS, ahead=st.timedeltas(timedelta(days=-20), timedelta(days=20)), zone=ZONES)
def test_near_days_have_a_word_of_their_own_and_far_ones_a_date(instant, ahead, zone):
    word = said(times.day, instant + ahead, instant, zone)
    apart = ((instant + ahead).astimezone(ZoneInfo(zone)).date() - instant.astimezone(ZoneInfo(zone)).date()).days
    if apart in {-1, 0, 1}:
        assert word == {-1: "yesterday", 0: "today", 1: "tomorrow"}[apart]
    else:
        # A weekday's name is never said of two different days.
        assert any(sign.isdigit() for sign in word) == (abs(apart) >= 7)


@given(instant=INSTANTS, zone=ZONES)
def test_the_instant_for_machines_is_exact_to_the_minute_and_the_same_everywhere(instant, zone):
    written = said(times.when, instant, instant, zone)
    exact = datetime.fromisoformat(written.split('"')[1])
    assert exact == instant.replace(second=0, microsecond=0)


@given(instant=INSTANTS, ahead=st.timedeltas(timedelta(days=-2), timedelta(days=30)), zone=ZONES)
def test_how_far_ahead_something_is_can_always_be_said(instant, ahead, zone):
    words = said(times.ahead, instant + ahead, instant, zone)
    assert words
    if ahead < timedelta(minutes=1):
        assert words == "now"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.5, "now"),
        (1, "in about 1 minute"),
        (50, "in about 50 minutes"),
        (89, "in about 89 minutes"),
        (90, "in about 2 hours"),
        (180, "in about 3 hours"),
        (719, "in about 12 hours"),
        (720, "tomorrow at 00:00"),
    ],
)
def test_what_comes_soon_is_said_roughly(minutes, words):
    now = at("2026-03-12T12:00")
    assert said(times.ahead, now + timedelta(minutes=minutes), now) == words


def test_an_hour_that_comes_twice_is_still_ahead_the_second_time():
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 01:30, the first time
    assert said(times.ahead, before + timedelta(hours=1), before) == "in about 60 minutes"
    assert said(times.clock_time, before + timedelta(hours=1), before) == "01:30"


@pytest.mark.parametrize(
    ("hours", "words"), [(1, "1 hour"), (4, "4 hours"), (24, "a day"), (48, "2 days"), (72, "3 days")]
)
def test_a_promised_time_is_said_in_the_largest_unit(hours, words):
    assert times.span(hours) == words


def test_a_zone_can_be_read():
    with timezone.override(ZoneInfo("America/New_York")):
        assert times.zone_name() == "America/New York"


def test_a_day_of_the_calendar_has_no_hour_and_needs_no_zone():
    with clock.frozen(at("2026-03-12T10:00")):
        assert times.day_of_year(date(2026, 11, 1)) == "1 November"
        assert times.day_of_year(date(2025, 11, 1)) == "1 November 2025"
