from django.db import models
from django.utils import timezone

from hearth.base.models import Row
from hearth.groups.models.group import Group
from hearth.groups.queries import WithinGroupQuerySet


class AgreementVersion(Row):
    """What the group has agreed, as it stood from one day on. `points` is a list of {"point", "why"}."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    points = models.JSONField()
    change = models.CharField(max_length=400, blank=True, default="")
    published_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("groups.Membership", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = WithinGroupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="agreement_number_once")]
        ordering = ["group", "-number"]


class AgreementAcceptance(models.Model):
    """That a persona accepted one version. Nobody posts without having accepted the current one."""

    membership = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="acceptances")
    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="acceptances")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "version"], name="accepted_once")]
