from datetime import datetime

from django.db import connection, models

from hearth.base import rows


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

    def opened_by(self, key: str, now: datetime):
        """The session stored under a hashed key, with its person; None when there is none or it is over.

        Asked at every page of everyone who is signed in, so it is written by hand.
        """
        person = self.model._meta.get_field("person")
        mine, theirs = rows.columns(self.model, "s"), rows.columns(person.related_model, "p")
        found = rows.ask(
            f"SELECT {mine.sql}, {theirs.sql} FROM people_session s LEFT JOIN people_person p ON p.id = s.person_id "  # noqa: S608 – names of our own columns
            "WHERE s.session_key = %s AND s.expire_date > %s",
            [key, connection.ops.adapt_datetimefield_value(now)],
        )
        if not found:
            return None
        session = mine.read(found[0][: mine.count])
        if session.person_id is not None:
            person.set_cached_value(session, theirs.read(found[0][mine.count :]))
        return session

    def over_at(self, now: datetime):
        return self.filter(expire_date__lte=now)

    def visible_to(self, person, now: datetime):
        """The person's own devices that are still signed in, the latest used first."""
        if getattr(person, "pk", None) is None:
            return self.none()
        return self.open_at(now).filter(person=person.pk).order_by("-seen_on", "-since_on", "session_key")
