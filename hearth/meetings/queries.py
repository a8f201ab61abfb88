from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q

UTC = ZoneInfo("UTC")
# How people cut up a day, in hours from its midnight; the night belongs to the day it began on.
PARTS_OF_DAY = {"morning": (5, 12), "afternoon": (12, 17), "evening": (17, 22), "night": (22, 29)}
# Far enough for "the last Friday of the month".
HORIZON = 36


def spans(now: datetime, zone: ZoneInfo, weekdays=(), parts=()) -> list[tuple[datetime, datetime]]:
    """Say when, from now on, it is one of these weekdays and parts of the day in a reader's zone.

    Each day is cut by that day's own clock, so that the answer holds on both sides of a clock change. Nothing
    chosen means any; neighbouring spans come as one.
    """
    today = now.astimezone(zone).date()
    hours = [PARTS_OF_DAY[part] for part in PARTS_OF_DAY if part in parts] or [(0, 24)]
    found: list[tuple[datetime, datetime]] = []
    for ahead in range(-1, HORIZON):
        day = today + timedelta(days=ahead)
        if weekdays and day.weekday() not in weekdays:
            continue
        for first, last in hours:
            start, end = _instant(day, first, zone), _instant(day, last, zone)
            if found and found[-1][1] >= start:
                found[-1] = (found[-1][0], end)
            elif end > now:
                found.append((start, end))
    return found


def _instant(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=hour // 24), time(hour % 24), zone).astimezone(UTC)


class MeetingQuerySet(models.QuerySet):
    """Questions about regular meetings. A meeting is seen where its group is seen."""

    def standing(self):
        return self.filter(ended_on=None)

    def visible_to(self, person):
        groups = self.model._meta.get_field("group").related_model.objects
        return self.filter(Q(group__in=groups.visible_to(person)))

    def coming(self, now):
        return self.standing().filter(next_starts_at__gte=now).order_by("next_starts_at", "id")

    def due(self, now):
        """Those whose next start has passed, or whose coming starts were never worked out."""
        starts = self.model._meta.get_field("occurrences").related_model.objects
        unknown = Q(next_starts_at=None) | ~Exists(starts.filter(meeting=OuterRef("pk")))
        return self.standing().filter(unknown | Q(next_starts_at__lte=now))

    def held(self, ways):
        """Meetings one can take part in by any of these ways: text, audio, video, or in a room."""
        wanted = Q(way__in=[way for way in ways if way != "room"])
        if "text" in ways:
            wanted |= Q(typing=True)
        if "room" in ways:
            wanted |= Q(place__in=["in_person", "hybrid"])
        return self.filter(wanted)

    def with_access(self, needs):
        """Meetings that meet every one of these needs."""
        return self.filter(**dict.fromkeys(needs, True))

    def at(self, spans):
        """Meetings with a start inside one of the spans."""
        starts = self.model._meta.get_field("occurrences").related_model.objects
        return self.filter(pk__in=starts.within(spans).values("meeting"))


class OccurrenceQuerySet(models.QuerySet):
    """Questions about single starts."""

    def within(self, spans):
        inside = Q(pk__in=[])
        for start, end in spans:
            inside |= Q(starts_at__gte=start, starts_at__lt=end)
        return self.filter(inside)

    def visible_to(self, person):
        meetings = self.model._meta.get_field("meeting").related_model.objects
        return self.filter(meeting__in=meetings.visible_to(person))
