from django.db import models
from django.utils.translation import gettext_lazy as _

from hearth.safety.models.desk import DeskItem
from hearth.safety.queries.desk import ReportQuerySet


class Report(DeskItem):
    """A member says that a post breaks a point of the group's agreement."""

    class Outcome(models.TextChoices):
        SPOKEN = "spoken", _("Spoken with the one who wrote it")
        SET_RIGHT = "set_right", _("Set right in the conversation")
        STANDS = "stands", _("It stays as it is")

    # As the point read on that day: agreements change.
    point = models.CharField(max_length=400, blank=True, default="")
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True, default="")

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["answered_at", "due_at"], name="report_waiting")]

    def __str__(self) -> str:
        return f"report {self.pk}"
