"""Questions about the desk: who may look at what, what waits, what is late."""

from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

LOOKING_AFTER = ["facilitator", "co_facilitator"]


def _id(person):
    """The person's id, or None for visitors and the machine, who look at nothing."""
    return person.pk if person is not None and getattr(person, "is_authenticated", False) else None


def responds(person) -> bool:
    """Whether the person answers for the whole house."""
    return getattr(person, "house_role", "") in {"responder", "steward"}


class DeskQuerySet(models.QuerySet):
    """What concerns and reports share."""

    def waiting(self):
        return self.filter(answered_at=None)

    def answered(self):
        return self.exclude(answered_at=None)

    def free(self, now, held_for):
        """Open, and in nobody's hands, or in hands that have gone quiet."""
        return self.waiting().filter(Q(claimed_by=None) | Q(claimed_at__lte=now - held_for))

    def late(self, now):
        """Past the promised time and not yet cried out."""
        return self.waiting().filter(due_at__lt=now, overdue_told_at=None)

    def answered_before(self, instant):
        return self.answered().filter(answered_at__lt=instant)

    def raised_by_person(self, person):
        return self.filter(raised_by__person=_id(person)) if _id(person) is not None else self.none()

    def _chairs(self):
        """The memberships by which anybody looks after the group of an item at this moment."""
        memberships = self.model._meta.get_field("about").related_model
        return memberships.objects.filter(
            group=OuterRef("group"), person__isnull=False, ended_at=None, role__in=LOOKING_AFTER
        )

    def in_the_care_of(self, person):
        """What happened in groups the person looks after at this moment."""
        return self.filter(Exists(self._chairs().filter(person=_id(person))))

    def not_about(self, person):
        """Nobody sits over what is about themselves, under any of their names."""
        return self.exclude(about__person=_id(person))

    def with_names(self):
        return self.select_related("group", "thread", "about", "raised_by", "post")


class ConcernQuerySet(DeskQuerySet):
    """Questions about concerns."""

    def visible_to(self, person):
        """On the desk: responders see those of every group, those who look after a group see its own."""
        if _id(person) is None:
            return self.none()
        seen = self if responds(person) else self.in_the_care_of(person)
        return seen.not_about(person).exclude(source="self", person=_id(person))

    def raised_by_person(self, person):
        """What the person raised, for another or for themselves; the house's own are nobody's."""
        if _id(person) is None:
            return self.none()
        return self.filter(Q(raised_by__person=_id(person)) | Q(person=_id(person)))

    def most_urgent_first(self):
        rank = Case(
            When(level="now", then=Value(0)),
            When(level="soon", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.order_by(rank, "due_at", "id")


class ReportQuerySet(DeskQuerySet):
    """Questions about reports."""

    def visible_to(self, person):
        """On the desk of the group; of the house only where the group cannot judge by itself.

        That is when it is about, or comes from, someone who looks after the group, when nobody does, or when it has
        waited too long.
        """
        if _id(person) is None:
            return self.none()
        if responds(person):
            beyond = (
                Q(overdue_told_at__isnull=False)
                | Q(about__role__in=LOOKING_AFTER)
                | Q(raised_by__role__in=LOOKING_AFTER)
                | ~Q(Exists(self._chairs()))
            )
            own = self.model.objects.in_the_care_of(person).values("pk")
            seen = self.filter(beyond | Q(pk__in=own))
        else:
            seen = self.in_the_care_of(person)
        return seen.not_about(person)

    def longest_waiting_first(self):
        return self.order_by("due_at", "id")
