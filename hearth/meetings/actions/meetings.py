"""Keeping regular meetings in time."""

from datetime import datetime, timedelta

from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.meetings.models import Meeting, Occurrence
from hearth.meetings.permissions import Can

# A little more than a week: whoever looks for a Tuesday on a Tuesday evening finds the next one.
AHEAD = timedelta(days=8)


@deed
def renew(*, now: datetime, by) -> int:
    """Work out the coming starts of every meeting whose next one has passed; return how many were renewed.

    A meeting whose rule has run out is ended on the day it met last.
    """
    require(by, Can.KEEP_TIME)
    due = list(Meeting.objects.due(now))
    for meeting in due:
        starts = coming_starts(meeting, now)
        if starts:
            meeting.next_starts_at = starts[0]
        else:
            last = meeting.next_starts_at
            meeting.ended_on = last.date() if last else max(meeting.begins_on, now.date())
            meeting.next_starts_at = None
        Occurrence.objects.filter(meeting=meeting).exclude(starts_at__in=starts).delete()
        Occurrence.objects.bulk_create(
            [Occurrence(meeting=meeting, starts_at=start) for start in starts], ignore_conflicts=True
        )
    Meeting.objects.bulk_update(due, ["next_starts_at", "ended_on"], batch_size=100)
    return len(due)


def coming_starts(meeting: Meeting, now: datetime) -> list[datetime]:
    """All starts of the coming days, and the next one however far away it is."""
    starts = meeting.starts_after(now)
    while starts and starts[-1] < now + AHEAD:
        further = meeting.starts_after(starts[-1])
        if not further or further[0] >= now + AHEAD:
            break
        starts += further
    return starts
