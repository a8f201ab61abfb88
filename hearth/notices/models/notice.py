from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hearth.base.models import Row
from hearth.notices.queries import NoticeQuerySet


class Kind(models.TextChoices):
    """What people are told about, the weightiest first: where two meet in one notice, the first one leads."""

    CONCERN_RAISED = "concern_raised", _("Someone is worried about somebody")
    REPORT_MADE = "report_made", _("Something was reported")
    REPORT_CLOSED = "report_closed", _("What came of something you told us")
    MEMBER_REMOVED = "member_removed", _("You were taken out of a group")
    JOIN_ANSWERED = "join_answered", _("An answer to your asking to join")
    JOIN_LAPSED = "join_lapsed", _("Nobody answered your asking to join")
    JOIN_OVERDUE = "join_overdue", _("Someone still waits for an answer")
    JOIN_ASKED = "join_asked", _("Someone asks to join")
    REPLY_OVERDUE = "reply_overdue", _("Someone still waits for a reply")
    FIRST_THREAD = "first_thread", _("Someone’s first conversation")
    WELCOME_OVERDUE = "welcome_overdue", _("Someone still waits to be welcomed")
    MEMBER_JOINED = "member_joined", _("Someone to welcome")
    MEMBER_WELCOMED = "member_welcomed", _("You were welcomed")
    ROLE_GIVEN = "role_given", _("What you do for a group")
    REPLY = "reply", _("A reply to you")
    WATCHED = "watched", _("Something new where you asked to hear")
    THREAD_CLOSED = "thread_closed", _("Your conversation was closed")
    THANKS = "thanks", _("Private thanks")
    RESPONSE = "response", _("Someone answered with a word")
    CONFIRMATION_DUE = "confirmation_due", _("Whether a group’s leaflet is still right")
    AGREEMENT_CHANGED = "agreement_changed", _("What a group has agreed")
    ADDRESS_REFUSED = "address_refused", _("Your address did not take our letters")

    @property
    def stays_inside(self) -> bool:
        """Shown in the house only: lovely to find, not worth a knock."""
        return self in _INSIDE

    @property
    def can_wait(self) -> bool:
        """Goes into the letter of the day and nowhere sooner."""
        return self in _CAN_WAIT

    @property
    def is_urgent(self) -> bool:
        """Someone may be in danger: no quiet hours, no limit, no waiting about."""
        return self in _URGENT


_INSIDE = {Kind.THANKS, Kind.RESPONSE, Kind.ADDRESS_REFUSED}
_CAN_WAIT = {Kind.AGREEMENT_CHANGED, Kind.ROLE_GIVEN, Kind.CONFIRMATION_DUE}
_URGENT = {Kind.CONCERN_RAISED}
# Long enough to look up what was said last season; then the conversation itself remembers it better.
KEEP = timedelta(days=90)
WEIGHT = {kind: place for place, kind in enumerate(Kind)}


class Notice(Row):
    """Something waits for one person. What concerns the same thing is one notice, however often it stirs.

    It holds no words, neither of members nor about them: where it leads, the words are under their own rules.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="notices")
    # What it is about, as "thread:k3v9…": one row for each person and thing.
    about = models.CharField(max_length=60)
    kinds = models.JSONField(default=list)
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, null=True, related_name="+")
    thread = models.ForeignKey("conversations.Thread", on_delete=models.CASCADE, null=True, related_name="+")
    # Stays when its person is not (or no longer) in the group, because that is what it says.
    outlives = models.BooleanField(default=False)
    leads_to = models.CharField(max_length=60)
    leads_to_ids = models.JSONField(default=list)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # Since when it waits for the letter of the day.
    gathered_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        constraints = [
            models.UniqueConstraint(fields=["person", "about"], name="noticed_once"),
            models.CheckConstraint(condition=~models.Q(kinds=[]), name="a_notice_says_something"),
        ]
        indexes = [
            models.Index(fields=["person", "-made_at", "-id"], name="notice_page"),
            models.Index(fields=["about"], name="notice_about"),
            models.Index(fields=["gathered_at"], name="notice_gathered"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def leading(self) -> Kind:
        return Kind(self.kinds[0])

    @property
    def url(self) -> str:
        return reverse(self.leads_to, args=self.leads_to_ids)
