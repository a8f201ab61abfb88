from django.db import models
from django.utils import timezone

from hearth.base.models import Row
from hearth.groups.models.group import Group
from hearth.groups.queries import ApartQuerySet, BanQuerySet


class Ban(Row):
    """A person who may not come back to a group. Sticks to the person, whatever name they come under."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="bans")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="bans")
    by = models.ForeignKey("groups.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], condition=models.Q(lifted_at=None), name="banned_once")
        ]


class Block(models.Model):
    """Two personas of one group no longer meet, either way.

    It holds inside that group only: if it followed the accounts, whoever blocks a name here could find out
    who that is elsewhere, by watching which name vanishes there.
    """

    blocker = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="blocks_met")
    at = models.DateTimeField(default=timezone.now)

    objects = ApartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blocker", "blocked"], name="blocked_once")]


class Mute(models.Model):
    """One persona folds another's words away, for themselves alone."""

    muter = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="mutes_made")
    muted = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="mutes_met")
    at = models.DateTimeField(default=timezone.now)

    objects = ApartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["muter", "muted"], name="muted_once")]
