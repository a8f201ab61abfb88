from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hearth.base.models import Row
from hearth.groups.models.group import Group
from hearth.groups.models.names import skeleton
from hearth.groups.queries import MembershipQuerySet

LONGEST_NOTE = 200
# Long enough to come back in peace; then nobody needs to know any more.
KEEP_NOTE = timedelta(days=30)


class Membership(Row):
    """A person inside one group: the name and look they go by there, and what they do for the group.

    This row is all that fellow members ever meet. It carries nothing that a second membership of the same
    person would share.
    """

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        GREETER = "greeter", _("greeter")
        CO_FACILITATOR = "co_facilitator", _("co-facilitator")
        FACILITATOR = "facilitator", _("facilitator")

    class Notices(models.TextChoices):
        EACH = "each", _("Each reply to me")
        DIGEST = "digest", _("Once a day, together")
        NONE = "none", _("Nothing: I’ll look when I want to")

    class Ending(models.TextChoices):
        LEFT = "left", _("left")
        REMOVED = "removed", _("was asked to go")
        BANNED = "banned", _("may not come back")
        ERASED = "erased", _("erased their account")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    # Empty once the person has erased their account: the words they chose to leave stay, unnamed.
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    name = models.CharField(_("name in this group"), max_length=40)
    pattern = models.PositiveSmallIntegerField(default=1)
    dye = models.PositiveSmallIntegerField(default=1)
    pronouns = models.CharField(max_length=40, blank=True, default="")
    about = models.CharField(_("how I’d like to be met"), max_length=240, blank=True, default="")
    listening = models.BooleanField(default=False)
    wants_companion = models.BooleanField(default=False)
    # A line to those who look after the group ("I was ill, please don’t ask"), and until when they can read it.
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, default="")
    note_until = models.DateTimeField(null=True, blank=True)
    quotable = models.BooleanField(default=True)
    notices = models.CharField(max_length=8, choices=Notices, default=Notices.DIGEST)
    # The day and hour on which they said that the group is meant for them; what made them say so is never asked.
    attested_at = models.DateTimeField(null=True, blank=True)
    came_by = models.ForeignKey(
        "groups.Invitation", on_delete=models.SET_NULL, null=True, blank=True, related_name="newcomers"
    )
    quiet_since = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=8, choices=Ending, blank=True, default="")
    # Told to the one who was removed, and to nobody else: which point it was about, and words from whoever did it.
    ended_point = models.CharField(max_length=300, blank=True, default="")
    ended_words = models.CharField(max_length=1000, blank=True, default="")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=models.Q(ended_at=None), name="one_persona_in_a_group"
            ),
            models.UniqueConstraint(
                "group", Lower("name"), condition=models.Q(ended_at=None), name="name_once_in_a_group"
            ),
        ]
        indexes = [models.Index(fields=["person", "ended_at"])]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    def note_at(self, now: datetime) -> str:
        """The line to those who look after the group, while it stands; shown to them and to its writer alone."""
        return self.note if self.note_until is not None and self.note_until > now else ""

    @property
    def looks_after(self) -> bool:
        return self.role in {self.Role.FACILITATOR, self.Role.CO_FACILITATOR}

    @property
    def welcomes(self) -> bool:
        return self.role != self.Role.MEMBER

    @classmethod
    def mistaken_for(cls, name: str, *, group: Group, besides) -> "Membership | None":
        """Return whose name this one would be taken for in the group, or None.

        Counts those who left: their words are still here under their names. Names of people who look after the group
        may not even stand inside another one. `besides` is the person who asks.
        """
        wanted = skeleton(name)
        others = cls.objects.filter(group=group).exclude(person=None)
        if besides is not None:
            others = others.exclude(person=besides)
        for other in others:
            theirs = skeleton(other.name)
            if theirs == wanted or (
                other.ended_at is None and other.looks_after and len(theirs) > 3 and theirs in wanted
            ):
                return other
        return None
