"""By when somebody should have heard someone else."""

from datetime import UTC, datetime, timedelta

import pytest

from hearth.conversations.models import Thread
from hearth.conversations.models.clock import WITHIN, waking, within

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-24T10:00", 4, "2026-11-24T14:00"),
        # Three at night: the clock starts when people get up.
        ("2026-11-24T03:00", 2, "2026-11-24T10:00"),
        ("2026-11-24T23:30", 2, "2026-11-25T10:00"),
        # Late in the evening: an hour is left today, the rest is tomorrow's.
        ("2026-11-24T21:00", 4, "2026-11-25T11:00"),
        ("2026-11-24T08:00", 14, "2026-11-24T22:00"),
        ("2026-11-24T08:00", 24, "2026-11-25T18:00"),
    ],
)
def test_only_waking_hours_count(start, hours, due):
    start, due = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, due))
    assert waking(start, hours * HOUR, "Europe/London") == due


def test_waking_hours_are_those_of_the_group():
    start = datetime(2026, 11, 24, 3, tzinfo=UTC)
    # In Auckland it is four in the afternoon.
    assert waking(start, 2 * HOUR, "Pacific/Auckland") == start + 2 * HOUR


def test_a_day_on_which_the_clocks_change_has_the_hours_it_has():
    # The last Sunday of March in London: eight o'clock is seven in UTC from that morning on.
    evening = datetime(2026, 3, 28, 21, tzinfo=UTC)
    assert waking(evening, 2 * HOUR, "Europe/London") == datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_an_unknown_zone_counts_in_the_house_s_own():
    start = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert waking(start, HOUR, "Nowhere/At-all") == waking(start, HOUR, "Europe/London")


def test_every_wish_has_its_time_and_first_posts_the_shortest():
    assert set(WITHIN) == set(Thread.Intent.values)
    for intent in WITHIN:
        assert within(intent, is_first=True) < within(intent, is_first=False)
