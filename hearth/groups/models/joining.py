from django.db import models
from django.utils import timezone

from hearth.base.models import Row
from hearth.groups.models.group import Group
from hearth.groups.queries import JoinRequestQuerySet, WelcomeTaskQuerySet, WithinGroupQuerySet


class JoinRequest(Row):
    """Someone asks to join: the persona they would come as, their short answers, the promised answer time."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="join_requests")
    persona = models.JSONField(default=dict)
    answers = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("groups.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    welcome = models.BooleanField(null=True)
    words = models.CharField(max_length=500, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=models.Q(decided_at=None, withdrawn_at=None),
                name="one_request_at_a_time",
            )
        ]


class Invitation(Row):
    """A door for one group and one role, made by someone entitled, opened by a token kept only as a hash."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=16, default="member")
    uses_left = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = WithinGroupQuerySet.as_manager()


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

    objects = WelcomeTaskQuerySet.as_manager()
