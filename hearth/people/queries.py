from django.db import models
from django.utils import timezone


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


class SessionQuerySet(models.QuerySet):
    """Questions about signed-in devices."""

    def live_of(self, person):
        """The person's own devices that are still signed in, the newest first."""
        return self.filter(person=person.pk, expire_date__gt=timezone.now()).order_by("-seen_on", "-since_on")
