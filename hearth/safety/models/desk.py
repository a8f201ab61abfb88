from datetime import timedelta

from django.db import models
from django.utils import timezone

from hearth.base.models import Row

# Whoever took something and then went quiet does not keep it from others for longer than this.
HELD_FOR = timedelta(minutes=30)


class DeskItem(Row):
    """Something on the desk: about whom, since when, until when, in whose hands, and how it was answered.

    `about` is never shown to the one it names, nor is the item, whatever they do for the group or the house.
    """

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    thread = models.ForeignKey(
        "conversations.Thread", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey("conversations.Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.ForeignKey("groups.Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    raised_by = models.ForeignKey(
        "groups.Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # What the one who raised it is told in the end.
    note = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    def is_held_at(self, instant) -> bool:
        """Whether somebody has this in hand."""
        return self.claimed_by_id is not None and instant - self.claimed_at < HELD_FOR

    def is_held_by(self, person, instant) -> bool:
        return self.is_held_at(instant) and self.claimed_by_id == person.pk
