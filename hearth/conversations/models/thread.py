from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hearth.base.models import Row
from hearth.conversations.queries import ThreadQuerySet


class Thread(Row):
    """A conversation in one group, opened by one post.

    Counters and instants are kept here so that lists never count: `reply_count`, `last_post_at`, `last_seq`.
    The reply clock runs from `created_at` to `first_reply_at`, the first reply by somebody else.
    """

    class Intent(models.TextChoices):
        LISTEN = "listen", _("Just listen")
        IDEAS = "ideas", _("Ideas welcome")
        GOOD_NEWS = "good_news", _("Good news")
        ANYONE = "anyone", _("Has anyone…")
        HELPED = "helped", _("What helped me")

    class Chased(models.TextChoices):
        NOBODY = "", _("nobody was told")
        GREETERS = "greeters", _("the greeters were told")
        FACILITATORS = "facilitators", _("the facilitators were told")

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="threads")
    author = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="threads")
    anonymous = models.BooleanField(default=False)
    # Empty when folded and not given: a title made from covered words would uncover them.
    title = models.CharField(_("title"), max_length=120, blank=True, default="")
    intent = models.CharField(max_length=10, choices=Intent)
    notes = models.JSONField(default=list, blank=True)
    fold = models.CharField(max_length=120, blank=True, default="")
    # The first words, for lists; empty when folded, so that a list never shows what its author covered.
    glimpse = models.CharField(max_length=240, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now)
    last_seq = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    reply_due_at = models.DateTimeField(null=True, blank=True)
    # Twice the time, when those who look after the group are told.
    second_due_at = models.DateTimeField(null=True, blank=True)
    chased = models.CharField(max_length=12, choices=Chased, blank=True, default=Chased.NOBODY)
    first_reply_at = models.DateTimeField(null=True, blank=True)
    # The author's first thread under their name in this group: these are answered before all others.
    is_first = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "groups.Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closing_words = models.CharField(max_length=400, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "-last_post_at", "-id"], name="thread_page"),
            models.Index(fields=["group", "first_reply_at", "reply_due_at"], name="thread_waiting"),
            models.Index(fields=["reply_due_at"], condition=models.Q(first_reply_at=None), name="thread_overdue"),
            models.Index(fields=["author"]),
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"
