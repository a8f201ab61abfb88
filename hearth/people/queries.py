from datetime import datetime

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


class SessionQuerySet(models.QuerySet):
    """Questions about signed-in devices."""

    def open_at(self, now: datetime):
        return self.filter(expire_date__gt=now)

    def over_at(self, now: datetime):
        return self.filter(expire_date__lte=now)

    def visible_to(self, person, now: datetime):
        """The person's own devices that are still signed in, the latest used first."""
        if getattr(person, "pk", None) is None:
            return self.none()
        return self.open_at(now).filter(person=person.pk).order_by("-seen_on", "-since_on", "session_key")
