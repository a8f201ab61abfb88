from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext_lazy as _

from hearth.base.models import Row
from hearth.meetings.queries import MeetingQuerySet


class Meeting(Row):
    """A regular meeting: an RFC 5545 rule and a wall-clock time in the meeting's own zone.

    `next_starts_at` is derived and kept so that the directory never expands rules; the clock renews it.
    """

    class Place(models.TextChoices):
        ONLINE = "online", _("Online")
        IN_PERSON = "in_person", _("In person")
        HYBRID = "hybrid", _("Online and in person")

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(max_length=80)
    rule = models.CharField(max_length=120)
    at = models.TimeField()
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=10, choices=Place, default=Place.ONLINE)
    way = models.CharField(_("by text, voice, video or in a room"), max_length=20, blank=True, default="")
    venue = models.CharField(max_length=200, blank=True, default="")
    access = models.CharField(max_length=300, blank=True, default="")
    begins_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    next_starts_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    def starts_after(self, instant: datetime, count: int = 1) -> list[datetime]:
        """Return the next starts after an aware instant, as aware instants in the meeting's zone.

        The rule runs on wall-clock time, so that 19:30 stays 19:30 across clock changes. A time the spring gap
        swallows begins when the gap ends; a time that comes twice in autumn is meant the first time.
        """
        zone = ZoneInfo(self.zone)
        wall = instant.astimezone(zone).replace(tzinfo=None)
        rule = rrulestr(self.rule, dtstart=datetime.combine(self.begins_on, self.at or time()))
        starts: list[datetime] = []
        cursor = wall - timedelta(hours=3)
        while len(starts) < count:
            cursor = rule.after(cursor)
            if cursor is None:
                break
            aware = cursor.replace(tzinfo=zone, fold=0)
            settled = aware.astimezone(ZoneInfo("UTC")).astimezone(zone)
            if settled > instant:
                starts.append(settled)
        return starts
