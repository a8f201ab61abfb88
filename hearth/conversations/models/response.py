from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hearth.base.models import Row
from hearth.conversations.models.post import Post
from hearth.conversations.queries import ResponseQuerySet, ThanksQuerySet


class Response(models.Model):
    """A worded answer to a post. Shown as a sentence of names; never counted, never ranked."""

    class Kind(models.TextChoices):
        HEAR_YOU = "hear_you", _("I hear you")
        ME_TOO = "me_too", _("Me too")
        STRENGTH = "strength", _("Strength to you")
        THANK_YOU = "thank_you", _("Thank you")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="responses")
    by = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=10, choices=Kind)
    only_author = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "by", "kind"], name="responded_once")]


class Thanks(Row):
    """Private thanks for a line: only the one thanked reads it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="thanks")
    by = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="thanks_given")
    line = models.CharField(max_length=400, blank=True, default="")
    words = models.CharField(max_length=400, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "thanks"
