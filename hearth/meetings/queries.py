from django.db import models
from django.db.models import Q


class MeetingQuerySet(models.QuerySet):
    """Questions about regular meetings. A meeting is seen where its group is seen."""

    def standing(self):
        return self.filter(ended_on=None)

    def visible_to(self, person):
        groups = self.model._meta.get_field("group").related_model.objects
        return self.filter(Q(group__in=groups.visible_to(person)))

    def coming(self, now):
        return self.standing().filter(next_starts_at__gte=now).order_by("next_starts_at", "id")
