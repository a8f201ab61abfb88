from datetime import timedelta

from django.db import models
from django.utils import timezone

from hearth.base.models import Row
from hearth.conversations.models.post import Post
from hearth.conversations.models.thread import Thread
from hearth.conversations.queries import OwnQuerySet, WatchQuerySet

KEEP_DRAFTS = timedelta(days=180)


class Keepsake(Row):
    """A line that helped, copied into the person's own keeping, with the author's standing permission."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="keepsakes")
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()


class Draft(Row):
    """Words not sent yet, kept on the server so that a lost phone or an ended session loses nothing."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="drafts")
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"], condition=models.Q(thread=None), name="one_new_thread_draft"
            ),
            models.UniqueConstraint(fields=["person", "thread"], name="one_reply_draft"),
        ]


class ReadMark(models.Model):
    """How far a membership has read a thread. Seen by its owner alone."""

    membership = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="read_marks")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="read_marks")
    seq = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "thread"], name="read_mark_once")]


class Watch(models.Model):
    """Wanting to hear when a thread goes on, or (`quiet`) wanting not to."""

    membership = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="watches")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="watches")
    quiet = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = WatchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "thread"], name="watch_once")]
