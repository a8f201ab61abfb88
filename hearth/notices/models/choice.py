from datetime import time

from django.db import models

from hearth.base.models import Row
from hearth.notices.queries import OwnQuerySet

USUAL_TIME = time(18)


class DigestTime(Row):
    """When in the day a person wants the letter of the day, by the clock on their own wall."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="digest_time")
    at = models.TimeField(default=USUAL_TIME)

    objects = OwnQuerySet.as_manager()

    def __str__(self) -> str:
        return f"digest time {self.pk}"

    @classmethod
    def of(cls, person) -> time:
        chosen = cls.objects.of(person).first()
        return chosen.at if chosen else USUAL_TIME


class Naming(Row):
    """A person lets letters about one group of theirs say its name, inside, never on the envelope."""

    membership = models.OneToOneField("groups.Membership", on_delete=models.CASCADE, related_name="naming")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"naming {self.pk}"
