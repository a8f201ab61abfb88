"""Weekdays and parts of the day are the reader's; the instants they name are everyone's."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearth.base.permissions import HEARTH
from hearth.meetings.actions import meetings
from hearth.meetings.models import Meeting
from hearth.meetings.queries import PARTS_OF_DAY, spans

CHICAGO = ZoneInfo("America/Chicago")
START = datetime(2025, 2, 1, tzinfo=UTC)


def inside(instant: datetime, found) -> bool:
    return any(start <= instant < end for start, end in found)


@settings(max_examples=80, deadline=None)
@given(
    zone=st.sampled_from(["America/Chicago", "Europe/Lisbon", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    now=st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    minutes=st.integers(0, 34 * 24 * 60),
    weekdays=st.frozensets(st.integers(0, 6)),
    parts=st.frozensets(st.sampled_from(list(PARTS_OF_DAY))),
)
def test_spans_agree_with_the_clock_on_the_wall(zone, now, minutes, weekdays, parts):
    place = ZoneInfo(zone)
    instant = now + timedelta(minutes=minutes)
    local = instant.astimezone(place)
    # The small hours belong to the night before.
    night = local.hour < 5
    part = (
        "night" if night or local.hour >= 22 else next(n for n, (a, b) in PARTS_OF_DAY.items() if a <= local.hour < b)
    )
    day = (local - timedelta(days=1) if night and parts else local).date()
    expected = (not weekdays or day.weekday() in weekdays) and (not parts or part in parts)
    assert inside(instant, spans(now, place, weekdays, parts)) == expected


@pytest.fixture
def thursday(cast):
    """A Thursday circle at 19:30 in Lisbon, looked at in the week when only one of two clocks has changed."""
    Meeting.objects.create(
        group=cast.circle,
        title="Circle",
        rule="FREQ=WEEKLY;BYDAY=TH",
        at=time(19, 30),
        zone="Europe/Lisbon",
        begins_on=date(2025, 1, 2),
    )
    now = datetime(2026, 3, 9, 12, tzinfo=UTC)
    meetings.renew(now=now, by=HEARTH)
    return now


def test_an_evening_in_lisbon_is_an_afternoon_in_chicago(thursday):
    afternoon = spans(thursday, CHICAGO, {3}, {"afternoon"})
    evening = spans(thursday, CHICAGO, {3}, {"evening"})
    assert Meeting.objects.at(afternoon).count() == 1
    assert Meeting.objects.at(evening).count() == 0
    assert Meeting.objects.at(spans(thursday, ZoneInfo("Europe/Lisbon"), {3}, {"evening"})).count() == 1


def test_a_nightly_meeting_meets_on_saturdays_too(cast, now):
    nightly = Meeting.objects.create(
        group=cast.circle,
        title="Night",
        rule="FREQ=DAILY",
        at=time(23),
        zone="Europe/London",
        begins_on=date(2025, 1, 1),
    )
    meetings.renew(now=now, by=HEARTH)
    for weekday in range(7):
        assert Meeting.objects.at(spans(now, ZoneInfo("Europe/London"), {weekday}, {"night"})).get() == nightly


def test_a_meeting_is_seen_where_its_group_is_seen(cast, now):
    for group in (cast.circle, cast.hidden):
        Meeting.objects.create(
            group=group, title="Weekly", rule="FREQ=DAILY", at=time(9), zone="Europe/London", begins_on=date(2025, 1, 1)
        )
    meetings.renew(now=now, by=HEARTH)
    assert set(Meeting.objects.visible_to(cast.noor).values_list("group", flat=True)) == {
        cast.circle.pk,
        cast.hidden.pk,
    }
    assert set(Meeting.objects.visible_to(cast.omar).values_list("group", flat=True)) == {cast.circle.pk}
    assert set(Meeting.objects.visible_to(None).values_list("group", flat=True)) == {cast.circle.pk}


def test_ways_and_needs(cast):
    def made(**more):
        return Meeting.objects.create(
            group=cast.circle,
            title="x",
            rule="FREQ=DAILY",
            at=time(9),
            zone="Europe/London",
            begins_on=date(2025, 1, 1),
            **more,
        )

    text, video, typed, room = (
        made(way="text"),
        made(way="video", captions=True),
        made(way="audio", typing=True),
        made(place="in_person", step_free=True),
    )
    assert set(Meeting.objects.held(["text"])) == {text, typed}
    assert set(Meeting.objects.held(["video", "room"])) == {video, room}
    assert set(Meeting.objects.with_access(["captions"])) == {video}
    assert set(Meeting.objects.with_access(["captions", "step_free"])) == set()
