from django.db import models


class PersonQuerySet(models.QuerySet):
    """Questions about accounts."""

    def active(self):
        return self.filter(is_active=True)

    def visible_to(self, person):
        """An account is seen by its owner alone."""
        if person is None or not getattr(person, "is_authenticated", False) or person.pk is None:
            return self.none()
        return self.filter(pk=person.pk)

    def responders(self):
        return self.active().filter(house_role__in=["responder", "steward"])
