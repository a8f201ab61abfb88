from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hearth.base.models import Row
from hearth.groups.queries import GroupQuerySet

# The eight questions every group page answers; a group cannot be opened with one of them blank.
ANSWER_KEYS = ("size", "shape", "silence", "camera", "people", "lead", "before", "after")


class Group(Row):
    """People with shared experience, and the leaflet that tells a stranger what to expect."""

    class Lead(models.TextChoices):
        PEER = "peer", _("Peer-led")
        PROFESSIONAL = "professional", _("Professional-led")
        BOTH = "both", _("Led by a peer and a professional")

    class Mode(models.TextChoices):
        OPEN = "open", _("Open: come in when you like")
        ASK = "ask", _("Ask to join")
        INVITE = "invite", _("By invitation")
        COHORT = "cohort", _("A cohort: starts and ends together")

    class Visibility(models.TextChoices):
        LISTED = "listed", _("Listed")
        HIDDEN = "hidden", _("Hidden")

    class Place(models.TextChoices):
        ONLINE = "online", _("Online")
        IN_PERSON = "in_person", _("In person")
        HYBRID = "hybrid", _("Online and in person")

    name = models.CharField(_("name"), max_length=80)
    purpose = models.CharField(_("what it is for"), max_length=400)
    lead = models.CharField(max_length=12, choices=Lead, default=Lead.PEER)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ASK)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.LISTED)
    place = models.CharField(max_length=10, choices=Place, default=Place.ONLINE)
    town = models.CharField(max_length=80, blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    zone = models.CharField(max_length=64, default="Europe/London")
    audience = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict)
    questions = models.JSONField(default=list, blank=True)
    answer_within_hours = models.PositiveSmallIntegerField(default=48)
    eligibility = models.CharField(max_length=240, blank=True, default="")
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    dye = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_on = models.DateField(null=True, blank=True)
    # When those who facilitate were last asked whether it still is.
    asked_to_confirm_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        indexes = [models.Index(fields=["visibility", "closed_at"])]

    def __str__(self) -> str:
        # Never the name: a group's name beside an account is health information.
        return f"group {self.pk}"

    def days_unconfirmed(self, now) -> int:
        """How long ago somebody said that this listing is right; unconfirmed from 90, unlisted from 120."""
        return (now.date() - (self.confirmed_on or self.created_at.date())).days


class GroupTag(models.Model):
    """An experience the group is about, by its code in `tags.json`."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="tags")
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "code"], name="tag_once_in_group")]
        indexes = [models.Index(fields=["code"])]
