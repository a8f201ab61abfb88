from django.db import models
from django.db.models import Q

from hearth.base.models import Row
from hearth.notices.models.notice import Notice
from hearth.notices.queries import ErrandQuerySet


class Errand(Row):
    """One going out about a notice, by e-mail, by a knock or both: planned, then sent or withdrawn.

    `on` is the day in the person's own zone that it counts towards.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="errands")
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, null=True, related_name="+")
    by_mail = models.BooleanField(default=False)
    by_push = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    on = models.DateField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], condition=Q(sent_at=None, withdrawn_at=None), name="one_errand_at_a_time"
            ),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(withdrawn_at=None), name="errand_sent_or_withdrawn"),
        ]
        indexes = [
            models.Index(fields=["sent_at", "withdrawn_at", "due_at"], name="errand_line"),
            models.Index(fields=["person", "group", "on"], name="errand_of_the_day"),
        ]

    def __str__(self) -> str:
        return f"errand {self.pk}"
