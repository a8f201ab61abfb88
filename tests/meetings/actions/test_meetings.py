"""What comes next is always known, and only the house works it out."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from hearth.base import clock
from hearth.base.permissions import HEARTH, Denied
from hearth.meetings import tasks
from hearth.meetings.actions import meetings
from hearth.meetings.models import Meeting

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def weekly(cast):
    return Meeting.objects.create(
        group=cast.circle,
        title="Circle",
        rule="FREQ=WEEKLY;BYDAY=TH",
        at=time(19, 30),
        zone="Europe/London",
        begins_on=date(2025, 1, 2),
    )


def test_the_next_start_is_worked_out_and_moves_on_once_it_has_passed(weekly):
    assert meetings.renew(now=MONDAY, by=HEARTH) == 1
    weekly.refresh_from_db()
    assert weekly.next_starts_at == datetime(2026, 3, 5, 19, 30, tzinfo=UTC)
    assert meetings.renew(now=MONDAY, by=HEARTH) == 0
    assert meetings.renew(now=weekly.next_starts_at + timedelta(seconds=1), by=HEARTH) == 1
    weekly.refresh_from_db()
    assert weekly.next_starts_at == datetime(2026, 3, 12, 19, 30, tzinfo=UTC)
    assert [row.starts_at for row in weekly.occurrences.all()] == [weekly.next_starts_at]


def test_a_week_of_starts_is_kept_for_a_nightly_meeting(weekly):
    Meeting.objects.update(rule="FREQ=DAILY")
    meetings.renew(now=MONDAY, by=HEARTH)
    assert weekly.occurrences.count() == 8


def test_a_course_ends_with_its_last_evening(weekly):
    Meeting.objects.update(
        rule="FREQ=WEEKLY;BYDAY=TH;UNTIL=20260305T235959", next_starts_at=datetime(2026, 3, 5, 19, 30, tzinfo=UTC)
    )
    meetings.renew(now=datetime(2026, 3, 6, tzinfo=UTC), by=HEARTH)
    weekly.refresh_from_db()
    assert (weekly.ended_on, weekly.next_starts_at) == (date(2026, 3, 5), None)
    assert list(Meeting.objects.due(MONDAY)) == []


def test_the_clock_renews(weekly):
    with clock.frozen(MONDAY):
        tasks.renew()
    assert Meeting.objects.coming(MONDAY).get() == weekly


def test_nobody_else_does(cast, weekly):
    for person in cast.people().values():
        with pytest.raises(Denied):
            meetings.renew(now=MONDAY, by=person)
    assert weekly.occurrences.count() == 0


def test_starts_are_worked_out_for_a_meeting_that_came_with_its_next_one(weekly):
    Meeting.objects.update(next_starts_at=datetime(2026, 3, 5, 19, 30, tzinfo=UTC))
    assert meetings.renew(now=MONDAY, by=HEARTH) == 1
    assert weekly.occurrences.count() == 1
