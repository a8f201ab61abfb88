from django.db import models
from django.utils.translation import gettext_lazy as _

from hearth.safety.models.desk import DeskItem
from hearth.safety.queries.desk import ConcernQuerySet


class Concern(DeskItem):
    """Someone may need someone. Raised by a member about another, by a member for themselves, or by the house."""

    class Source(models.TextChoices):
        MEMBER = "member", _("a member is worried")
        SELF = "self", _("they asked for someone")
        HOUSE = "house", _("words in a post")

    class Level(models.TextChoices):
        TODAY = "today", _("Today")
        SOON = "soon", _("Within the half hour")
        NOW = "now", _("Now")

    class Outcome(models.TextChoices):
        SPOKEN = "spoken", _("Spoken with them")
        HANDED_ON = "handed_on", _("Others are helping now")
        NOTHING_NEEDED = "nothing_needed", _("Nothing more was needed")
        NOT_REACHED = "not_reached", _("Could not be reached")

    source = models.CharField(max_length=8, choices=Source, default=Source.MEMBER)
    level = models.CharField(max_length=8, choices=Level, default=Level.TODAY)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True, default="")
    # The account of someone who raised it outside any group, and must be answered all the same.
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["answered_at", "due_at"], name="concern_waiting")]
        constraints = [
            # Two copies of a fact must not put one post on the desk twice.
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(source="house", answered_at=None),
                name="one_open_concern_of_the_house",
            )
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"
