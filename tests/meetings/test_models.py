"""A meeting keeps its wall-clock time in its own zone, and is told rightly in every other."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearth.meetings.models import Meeting

LISBON, CHICAGO, LONDON = ZoneInfo("Europe/Lisbon"), ZoneInfo("America/Chicago"), ZoneInfo("Europe/London")
ZONES = [
    "Europe/Lisbon",
    "America/Chicago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Tehran",
]
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
START = datetime(2025, 2, 1, tzinfo=UTC)


def a_meeting(rule: str = "FREQ=WEEKLY;BYDAY=TH", at: time = time(19, 30), zone: str = "Europe/Lisbon", **more):
    return Meeting(
        title="Circle", rule=rule, at=at, zone=zone, begins_on=more.pop("begins_on", date(2025, 1, 2)), **more
    )


def on(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), UTC)


@pytest.mark.parametrize(
    ("week", "in_chicago"),
    [
        (date(2026, 3, 2), "13:30"),  # both in winter
        (date(2026, 3, 9), "14:30"),  # Chicago has changed, Lisbon has not
        (date(2026, 3, 30), "13:30"),  # both in summer
        (date(2026, 10, 19), "13:30"),
        (date(2026, 10, 26), "14:30"),  # Lisbon has changed, Chicago has not
        (date(2026, 11, 2), "13:30"),
    ],
)
def test_half_past_seven_in_lisbon_is_told_rightly_in_chicago(week, in_chicago):
    start = a_meeting().starts_after(on(week))[0]
    assert start.astimezone(LISBON).strftime("%H:%M") == "19:30"
    assert start.astimezone(CHICAGO).strftime("%H:%M") == in_chicago


def test_a_time_that_does_not_exist_moves_on_by_the_gap():
    nightly = a_meeting("FREQ=DAILY", time(1, 30), "Europe/London")
    start = nightly.starts_after(on(date(2026, 3, 28)))[0]
    assert start == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert start.astimezone(LONDON).strftime("%H:%M") == "02:30"


def test_a_time_that_comes_twice_is_meant_the_first_time():
    nightly = a_meeting("FREQ=DAILY", time(1, 30), "Europe/London")
    starts = nightly.starts_after(on(date(2026, 10, 24)), count=2)
    assert starts[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert starts[1] == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_the_first_and_third_wednesday():
    starts = a_meeting("FREQ=MONTHLY;BYDAY=1WE,3WE").starts_after(on(date(2026, 5, 1)), count=3)
    assert [start.date() for start in starts] == [date(2026, 5, 6), date(2026, 5, 20), date(2026, 6, 3)]


def test_a_course_that_is_over_has_no_next_time():
    assert a_meeting("FREQ=WEEKLY;BYDAY=TH;COUNT=6").starts_after(on(date(2026, 1, 1))) == []


@settings(max_examples=120, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    minute=st.integers(0, 24 * 60 - 1),
    asked=st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
)
def test_weekly_starts_keep_their_day_and_time_wherever_the_clock_allows(zone, weekday, minute, asked):
    """Against plain arithmetic: the day by its weekday, the time by its wall clock, a gap by its length."""
    at = time(minute // 60, minute % 60)
    starts = a_meeting(f"FREQ=WEEKLY;BYDAY={WEEKDAYS[weekday]}", at, zone).starts_after(asked, count=3)
    place = ZoneInfo(zone)
    day = asked.astimezone(place).date() - timedelta(days=8)
    expected = []
    while len(expected) < 3:
        day += timedelta(days=1)
        if day.weekday() == weekday:
            instant = datetime.combine(day, at, place).astimezone(UTC)
            if instant > asked:
                expected.append(instant)
    assert [start.astimezone(UTC) for start in starts] == expected
