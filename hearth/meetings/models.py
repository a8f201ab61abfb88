from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext_lazy as _

from hearth.base.models import Row
from hearth.meetings.queries import MeetingQuerySet, OccurrenceQuerySet

UTC = ZoneInfo("UTC")


class Meeting(Row):
    """A regular meeting: an RFC 5545 rule and a wall-clock time in the meeting's own zone.

    `next_starts_at` and the occurrences are derived and kept, so that the directory never expands rules; the clock
    renews them. Whoever changes rule, time or zone empties `next_starts_at`, which asks for a renewal.
    """

    class Place(models.TextChoices):
        ONLINE = "online", _("Online")
        IN_PERSON = "in_person", _("In person")
        HYBRID = "hybrid", _("Online and in person")

    class Way(models.TextChoices):
        TEXT = "text", _("Text only")
        AUDIO = "audio", _("Voice")
        VIDEO = "video", _("Video")

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(max_length=80)
    rule = models.CharField(max_length=120)
    at = models.TimeField()
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=10, choices=Place, default=Place.ONLINE)
    way = models.CharField(_("how it is held online"), max_length=20, choices=Way, blank=True, default="")
    venue = models.CharField(max_length=200, blank=True, default="")
    access = models.CharField(max_length=300, blank=True, default="")
    # What people look for before they dare to come; `access` says the rest in words.
    typing = models.BooleanField(_("you can type instead of talking"), default=False)
    captions = models.BooleanField(_("live captions"), default=False)
    step_free = models.BooleanField(_("step-free way in"), default=False)
    hearing_loop = models.BooleanField(_("hearing loop"), default=False)
    begins_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    next_starts_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        indexes = [
            models.Index(
                fields=["group", "next_starts_at"], condition=models.Q(ended_on=None), name="meeting_next_of_group"
            )
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    @property
    def in_a_room(self) -> bool:
        return self.place != self.Place.ONLINE

    @property
    def rhythm(self) -> tuple[str, int]:
        """How often it meets: ("daily", 1), ("weekly", days a week) or ("monthly", times a month)."""
        parts = dict(part.split("=") for part in self.rule.removeprefix("RRULE:").upper().split(";"))
        times = len(parts.get("BYDAY", "").split(","))
        if parts["FREQ"] == "DAILY" or times == 7:
            return "daily", 1
        return parts["FREQ"].lower(), times

    def starts_after(self, instant: datetime, count: int = 1) -> list[datetime]:
        """Return the next starts after an aware instant, in UTC: there no hour comes twice.

        The rule runs on wall-clock time, so that 19:30 stays 19:30 across clock changes. A time the spring gap
        swallows moves on by the length of the gap; a time that comes twice in autumn is meant the first time.
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
            start = cursor.replace(tzinfo=zone, fold=0).astimezone(UTC)
            if start > instant:
                starts.append(start)
        return starts


class Occurrence(models.Model):
    """One start of a meeting: all of the coming days, and at least the next. Derived, never edited.

    Kept as instants, so that "Tuesday evenings" can be asked in any reader's zone, whatever both zones' clocks do.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="occurrences")
    starts_at = models.DateTimeField()

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "starts_at"], name="one_start_once")]
        indexes = [models.Index(fields=["starts_at", "meeting"], name="occurrence_when")]
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"occurrence {self.pk}"
