from django.db import models

from hearth.base.models import Row
from hearth.notices.queries import OwnQuerySet


class Digest(Row):
    """That the letter of the day went out: at most one for a person and a day of theirs."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    sent_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"digest {self.pk}"
