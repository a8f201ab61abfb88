from django.db import models
from django.utils import timezone

from hearth.base.models import Row
from hearth.conversations.models.thread import Thread
from hearth.conversations.queries import PostQuerySet


class Post(Row):
    """One person's words in a thread. `seq` orders them; the opening post is 1.

    A withdrawn post keeps its place and loses its words: body and html are emptied in the same transaction.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="posts")
    anonymous = models.BooleanField(default=False)
    seq = models.PositiveIntegerField()
    is_opening = models.BooleanField(default=False)
    body = models.TextField()
    html = models.TextField()
    notes = models.JSONField(default=list, blank=True)
    fold = models.CharField(max_length=120, blank=True, default="")
    quoted = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The passage quoted, a copy that is emptied when its writer takes the words back.
    passage = models.CharField(max_length=600, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Made by the form before it is sent: sending twice publishes once.
    once = models.CharField(max_length=40, null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "seq"], name="post_seq_once"),
            models.UniqueConstraint(fields=["author", "once"], name="post_sent_once"),
        ]
        indexes = [models.Index(fields=["author"])]

    def __str__(self) -> str:
        return f"post {self.pk}"


class SearchLine(models.Model):
    """That a post can be found. Its words stand in the search index under this number, which grows with time.

    A post's own id is random; the index needs one that tells newer from older without being looked at by anyone.
    """

    id = models.BigAutoField(primary_key=True)
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="search_line")
