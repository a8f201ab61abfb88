from django.db import models
from django.db.models import Exists, OuterRef, Q


def _id(person):
    """The person's id, or None for visitors and the machine, who belong to nothing."""
    return person.pk if person is not None and getattr(person, "is_authenticated", False) else None


class GroupQuerySet(models.QuerySet):
    """Questions about groups. A hidden group exists only for those inside it or holding its invitation."""

    def open_now(self):
        return self.filter(closed_at=None)

    def listed(self):
        return self.open_now().filter(visibility="listed")

    def of(self, person):
        """Groups the person belongs to now."""
        if _id(person) is None:
            return self.none()
        return self.filter(
            Exists(self._memberships().filter(group=OuterRef("pk"), person=_id(person), ended_at=None))
        )

    def visible_to(self, person):
        """Listed groups for everyone; hidden ones for their members alone. Those banned still see the leaflet."""
        inside = Q(visibility="listed", closed_at=None)
        if _id(person) is not None:
            inside |= Q(
                Exists(self._memberships().filter(group=OuterRef("pk"), person=_id(person), ended_at=None))
            )
        return self.filter(inside)

    def _memberships(self):
        return self.model._meta.get_field("memberships").related_model.objects


class MembershipQuerySet(models.QuerySet):
    """Questions about personas."""

    def current(self):
        return self.filter(ended_at=None)

    def of(self, person):
        return self.current().filter(person=_id(person)) if _id(person) is not None else self.none()

    def visible_to(self, person):
        """Fellow members of the same group, now, minus those between whom a block stands (either way)."""
        if _id(person) is None:
            return self.none()
        mine = self.model.objects.filter(group=OuterRef("group"), person=_id(person), ended_at=None)
        blocks = self.model._meta.get_field("blocks_made").related_model.objects
        parted = blocks.filter(
            Q(blocker=OuterRef("pk"), blocked__person=_id(person))
            | Q(blocked=OuterRef("pk"), blocker__person=_id(person))
        )
        return self.current().filter(Exists(mine)).exclude(Exists(parted))

    def looking_after(self):
        return self.filter(role__in=["facilitator", "co_facilitator"])

    def welcoming(self):
        return self.filter(role__in=["greeter", "facilitator", "co_facilitator"])

    def in_the_chair_of(self, person):
        """Memberships by which the person looks after a group."""
        return self.of(person).looking_after()


class JoinRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decided_at=None, withdrawn_at=None)

    def visible_to(self, person):
        """The one who asked, and those who look after the group asked."""
        if _id(person) is None:
            return self.none()
        carers = self.model._meta.get_field("group").related_model._meta.get_field("memberships").related_model
        chair = carers.objects.filter(
            group=OuterRef("group"),
            person=_id(person),
            ended_at=None,
            role__in=["facilitator", "co_facilitator"],
        )
        return self.filter(Q(person=_id(person)) | Q(Exists(chair)))


class WithinGroupQuerySet(models.QuerySet):
    """Rows that belong to a group and are seen by its members."""

    def visible_to(self, person):
        if _id(person) is None:
            return self.none()
        memberships = (
            self.model._meta.get_field("group").related_model._meta.get_field("memberships").related_model
        )
        return self.filter(
            Exists(memberships.objects.filter(group=OuterRef("group"), person=_id(person), ended_at=None))
        )


class WelcomeTaskQuerySet(models.QuerySet):
    def open_now(self):
        return self.filter(done_at=None, membership__ended_at=None)

    def overdue(self, now):
        return self.open_now().filter(due_at__lt=now)

    def visible_to(self, person):
        """Greeters and those who look after the group."""
        if _id(person) is None:
            return self.none()
        memberships = self.model._meta.get_field("membership").related_model
        return self.filter(
            Exists(
                memberships.objects.filter(
                    group=OuterRef("membership__group"),
                    person=_id(person),
                    ended_at=None,
                    role__in=["greeter", "facilitator", "co_facilitator"],
                )
            )
        )
