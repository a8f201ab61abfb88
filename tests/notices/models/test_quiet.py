from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hearth.notices.models import Quiet

# Whole, half and three-quarter hours, both halves of the world, two kinds of turning the clock, and none.
ZONES = [
    "Europe/London",
    "Europe/Madrid",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Africa/Casablanca",
    "UTC",
]
zones = st.sampled_from(ZONES).map(ZoneInfo)
instants = st.integers(0, 8 * 366 * 24 * 60).map(lambda m: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
chances = st.floats(0, 1)


def quiet(begins: str, ends: str, zone: str = "Europe/London") -> Quiet:
    return Quiet(zone=ZoneInfo(zone), begins=time.fromisoformat(begins), ends=time.fromisoformat(ends))


@settings(max_examples=400, deadline=None)
@given(zones, times, times, instants, chances)
@example(ZoneInfo("Europe/London"), time(21), time(1, 30), datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 1.0)
@example(ZoneInfo("Europe/London"), time(21), time(1, 30), datetime(2026, 10, 25, 0, 29, tzinfo=UTC), 1.0)
@example(ZoneInfo("Europe/London"), time(8, 10), time(8), datetime(2026, 11, 24, 12, tzinfo=UTC), 1.0)
@example(ZoneInfo("Europe/London"), time(0), time(0), datetime(2026, 11, 24, 3, tzinfo=UTC), 0.5)
def test_nothing_goes_out_in_quiet_hours_nor_before_it_happened(zone, begins, ends, now, chance):
    hours = Quiet(zone=zone, begins=begins, ends=ends)
    moment = hours.moment(now, chance)
    assert moment >= now
    assert not hours.holds(moment)
    # Nobody's quiet lasts longer than a day, so nothing waits longer than two.
    assert moment - now < timedelta(hours=49)


@settings(max_examples=200, deadline=None)
@given(zones, times, instants)
def test_a_time_on_the_wall_is_found_behind_and_ahead(zone, shown, now):
    hours = Quiet(zone=zone, begins=shown, ends=shown)
    ahead, behind = hours.next(shown, after=now), hours.last(shown, before=now)
    assert behind <= now < ahead
    assert ahead - behind < timedelta(hours=27)


@pytest.mark.parametrize(
    ("shown", "is_quiet"),
    [("20:59", False), ("21:00", True), ("23:59", True), ("00:00", True), ("07:59", True), ("08:00", False)],
)
def test_quiet_may_pass_midnight(shown, is_quiet):
    at = datetime.combine(date(2026, 11, 24), time.fromisoformat(shown), ZoneInfo("Europe/London"))
    assert quiet("21:00", "08:00").holds(at) is is_quiet


def test_quiet_by_day_is_quiet_too():
    hours = quiet("09:00", "17:00")
    assert hours.holds(datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert not hours.holds(datetime(2026, 11, 24, 17, tzinfo=UTC))


def test_hours_that_begin_when_they_end_are_none():
    assert not any(quiet("08:00", "08:00").holds(datetime(2026, 11, 24, hour, tzinfo=UTC)) for hour in range(24))


def test_quiet_is_by_the_clock_on_the_persons_own_wall():
    at = datetime(2026, 11, 24, 22, tzinfo=UTC)
    assert quiet("21:00", "08:00").holds(at)
    assert not quiet("21:00", "08:00", "America/New_York").holds(at)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        # The night in March when one o'clock is skipped, and the one in October when it comes twice.
        (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 21, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ],
)
def test_quiet_ends_at_eight_whatever_was_done_to_the_clock_that_night(now, opening):
    assert quiet("21:00", "08:00").opening(now) == opening


def test_what_happens_by_day_goes_out_up_to_twenty_minutes_later():
    hours, now = quiet("21:00", "08:00"), datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert hours.moment(now, 0) == now
    assert hours.moment(now, 1) == now + timedelta(minutes=20)


def test_what_happens_just_before_quiet_waits_for_the_morning_rather_than_go_out_at_once():
    hours, now = quiet("21:00", "08:00"), datetime(2026, 11, 24, 20, 58, tzinfo=UTC)
    assert hours.moment(now, 0) == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert hours.moment(now, 1) == datetime(2026, 11, 25, 8, 20, tzinfo=UTC)
