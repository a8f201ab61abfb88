import hashlib
from datetime import timedelta

from django.db import models
from django.utils import timezone

from hearth.base.models import Row
from hearth.groups.models.group import Group
from hearth.groups.models.membership import Membership
from hearth.groups.queries import InvitationQuerySet, JoinRequestQuerySet, WelcomeTaskQuerySet

# Answers to questions are kept so long after the decision that both sides can still read it, and no longer.
KEEP_ANSWERS = timedelta(days=30)
# Invitations are kept, as a hash, so long that it can be seen by which of them trouble came in.
KEEP_INVITATIONS = timedelta(days=90)


class JoinRequest(Row):
    """Someone asks to join: the persona they would come as, their short answers, the promised answer time."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="join_requests")
    persona = models.JSONField(default=dict)
    answers = models.JSONField(default=list, blank=True)
    # What they had read and accepted when they asked; if it changed meanwhile they read it again on coming in.
    agreement = models.ForeignKey(
        "groups.AgreementVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    attested_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("groups.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    welcome = models.BooleanField(null=True)
    words = models.CharField(max_length=500, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=models.Q(decided_at=None, withdrawn_at=None, lapsed_at=None),
                name="one_request_at_a_time",
            )
        ]

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None and self.withdrawn_at is None and self.lapsed_at is None


class Invitation(Row):
    """A door for one group and one role, made by someone entitled, opened by a token kept only as a hash."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    # Empty when a steward made it, for someone to look after a group that has nobody.
    by = models.ForeignKey(
        "groups.Membership", on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    role = models.CharField(max_length=16, choices=Membership.Role, default=Membership.Role.MEMBER)
    uses_left = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of a token: enough to know it again, useless to whoever copies the table."""
        return hashlib.sha256(f"invitation/{token}".encode()).hexdigest()


class WelcomeTask(Row):
    """A newcomer is to be welcomed by a named human before `due_at`."""

    membership = models.OneToOneField("groups.Membership", on_delete=models.CASCADE, related_name="welcome_task")
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    claimed_by = models.ForeignKey("groups.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("groups.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.CharField(max_length=1000, blank=True, default="")
    overdue_told_at = models.DateTimeField(null=True, blank=True)

    objects = WelcomeTaskQuerySet.as_manager()

    @property
    def group(self) -> Group:
        return self.membership.group
