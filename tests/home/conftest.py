"""Groups that can be found, and the evening on which somebody looks for one."""

from datetime import date, time

import pytest

from hearth.base.permissions import HEARTH
from hearth.groups.models import Group, GroupTag
from hearth.meetings.actions import meetings
from hearth.meetings.models import Meeting
from tests.cast import a_group


@pytest.fixture
def meet(now):
    """Let a group meet: `meet(group, rule="FREQ=DAILY", at=time(19))`."""

    def plan(group: Group, **more) -> Meeting:
        meeting = Meeting.objects.create(
            **{
                "group": group,
                "title": "Circle",
                "rule": "FREQ=DAILY",
                "at": time(19, 30),
                "zone": "Europe/London",
                "begins_on": date(2025, 1, 1),
                **more,
            }
        )
        meetings.renew(now=now, by=HEARTH)
        meeting.refresh_from_db()
        return meeting

    return plan


@pytest.fixture
def list_group():
    """Make a listed group about something: `list_group("Low Tide", "low-mood", lead="peer")`."""

    def make(name: str, *tags: str, **more) -> Group:
        group = a_group(name, **more)
        GroupTag.objects.bulk_create([GroupTag(group=group, code=code) for code in tags])
        return group

    return make
