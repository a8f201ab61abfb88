from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

IN_THE_CHAIR = ("facilitator", "co_facilitator")
# Fewer than this many newcomers say nothing about a group, and something about a person.
ENOUGH = 5


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
        return self.filter(Exists(self._memberships().filter(group=OuterRef("pk"), person=_id(person), ended_at=None)))

    def visible_to(self, person):
        """Listed groups for everyone; hidden ones for their members alone. Those banned still see the leaflet."""
        inside = Q(visibility="listed", closed_at=None)
        if _id(person) is not None:
            inside |= Q(Exists(self._memberships().filter(group=OuterRef("pk"), person=_id(person), ended_at=None)))
        return self.filter(inside)

    def confirmation_due(self, on):
        """Listed ones about which nobody has said since that day that they are right, or been asked to say."""
        said = Q(confirmed_on__lte=on) | Q(confirmed_on=None, created_at__date__lte=on)
        unasked = Q(asked_to_confirm_on=None) | Q(asked_to_confirm_on__lte=F("confirmed_on"))
        return self.listed().filter(said, unasked)

    def fresh(self, now):
        """Those somebody has confirmed lately: a stale listing sends newcomers to a locked door."""
        since = now - timedelta(days=120)
        return self.filter(Q(confirmed_on__gt=since.date()) | Q(confirmed_on=None, created_at__gt=since))

    def about(self, codes):
        """Groups about any of these experiences."""
        tags = self.model._meta.get_field("tags").related_model.objects
        return self.filter(pk__in=tags.filter(code__in=codes).values("group"))

    def looked_after_by(self, person):
        """Groups the person facilitates or co-facilitates."""
        if _id(person) is None:
            return self.none()
        chair = self._memberships().filter(
            group=OuterRef("pk"), person=_id(person), ended_at=None, role__in=IN_THE_CHAIR
        )
        return self.filter(Exists(chair))

    def in_the_care_of(self, person):
        """Every group, for stewards: who looks after it, never what is said in it."""
        return self.all() if getattr(person, "house_role", "") == "steward" else self.none()

    def without_facilitator(self):
        """Open groups that nobody facilitates: after an account was erased, for instance."""
        chair = self._memberships().filter(group=OuterRef("pk"), ended_at=None, role="facilitator")
        return self.open_now().exclude(Exists(chair))

    def _memberships(self):
        return self.model._meta.get_field("memberships").related_model.objects


class MembershipQuerySet(models.QuerySet):
    """Questions about personas."""

    def current(self):
        return self.filter(ended_at=None)

    def of(self, person):
        return self.current().filter(person=_id(person)) if _id(person) is not None else self.none()

    def visible_to(self, person):
        """Fellow members of the same group, now, minus those between whom a block stands (either way).

        Whoever looks after the group sees everyone in it: that is their duty to both.
        """
        if _id(person) is None:
            return self.none()
        mine = self.model.objects.filter(group=OuterRef("group"), person=_id(person), ended_at=None)
        blocks = self.model._meta.get_field("blocks_made").related_model.objects
        parted = blocks.filter(
            Q(blocker=OuterRef("pk"), blocked__person=_id(person))
            | Q(blocked=OuterRef("pk"), blocker__person=_id(person))
        )
        chair = mine.filter(role__in=IN_THE_CHAIR)
        return self.current().filter(Exists(mine)).filter(Q(Exists(chair)) | ~Q(Exists(parted)))

    def endings_of(self, person):
        """Memberships the person was taken out of, to be read by them alone."""
        if _id(person) is None:
            return self.none()
        return self.filter(person=_id(person), ended_how__in=["removed", "banned"]).exclude(ended_at=None)

    def once_of(self, person, group):
        """The membership the person had in the group before."""
        return self.filter(person=_id(person), group=group).exclude(ended_at=None).order_by("-ended_at")

    def parted_from(self, membership):
        """Those whom this persona has muted or blocked, with `is_blocked` and `is_muted`."""
        return (
            self.current()
            .filter(group=membership.group_id)
            .annotate(
                is_blocked=Exists(self._blocks().filter(blocker=membership, blocked=OuterRef("pk"))),
                is_muted=Exists(self._mutes().filter(muter=membership, muted=OuterRef("pk"))),
            )
            .filter(Q(is_blocked=True) | Q(is_muted=True))
        )

    def _blocks(self):
        return self.model._meta.get_field("blocks_made").related_model.objects

    def _mutes(self):
        return self.model._meta.get_field("mutes_made").related_model.objects

    def in_reading_order(self):
        """Those who look after the group first, then by name; never by when somebody came or was here."""
        return self.annotate(
            place=models.Case(
                models.When(role="facilitator", then=0),
                models.When(role="co_facilitator", then=1),
                models.When(role="greeter", then=2),
                default=3,
            )
        ).order_by("place", models.functions.Lower("name"), "pk")

    def share_welcomed(self, now: datetime, within: timedelta = timedelta(days=90)) -> tuple[int, int] | None:
        """How many of the newcomers of late were welcomed within a day, of how many; None when that is too few to say.

        Those whose day is not over yet do not count. Ask it of one group: `group.memberships.share_welcomed(now)`.
        """
        settled = self.filter(welcome_task__due_at__lte=now, welcome_task__created_at__gte=now - within)
        asked = settled.count()
        if asked < ENOUGH:
            return None
        return settled.filter(welcome_task__done_at__lte=F("welcome_task__due_at")).count(), asked

    def looking_after(self):
        return self.filter(role__in=IN_THE_CHAIR)

    def welcoming(self):
        return self.filter(role__in=["greeter", "facilitator", "co_facilitator"])

    def facilitating(self):
        return self.filter(role="facilitator")

    def in_the_chair_of(self, person):
        """Memberships by which the person looks after a group."""
        return self.of(person).looking_after()


class JoinRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decided_at=None, withdrawn_at=None, lapsed_at=None)

    def overdue(self, now: datetime):
        return self.waiting().filter(answer_by__lt=now)

    def longest_waiting_first(self):
        return self.order_by("answer_by", "pk")

    def last_of(self, person, group):
        return self.filter(person=_id(person), group=group).order_by("-asked_at").first() if _id(person) else None

    def visible_to(self, person):
        """The one who asked, and those who look after the group asked."""
        if _id(person) is None:
            return self.none()
        carers = self.model._meta.get_field("group").related_model._meta.get_field("memberships").related_model
        chair = carers.objects.filter(
            group=OuterRef("group"),
            person=_id(person),
            ended_at=None,
            role__in=IN_THE_CHAIR,
        )
        return self.filter(Q(person=_id(person)) | Q(Exists(chair)))


class AgreementQuerySet(models.QuerySet):
    """Questions about versions of what a group has agreed."""

    def visible_to(self, person):
        """What a group has agreed may be read by whoever may see that the group exists, before coming in."""
        groups = self.model._meta.get_field("group").related_model.objects
        return self.filter(Exists(groups.visible_to(person).filter(pk=OuterRef("group"))))

    def newest(self):
        """The version in force, or None."""
        return self.order_by("-number").first()

    def newest_is_accepted_by(self, membership) -> bool:
        """Whether this persona has accepted the version in force; True where nothing is agreed yet."""
        acceptances = self.model._meta.get_field("acceptances").related_model.objects
        accepted = Exists(acceptances.filter(version=OuterRef("pk"), membership=membership))
        newest = self.annotate(is_accepted=accepted).order_by("-number").values_list("is_accepted", flat=True).first()
        return newest is not False

    def accepted_by(self, membership):
        """The newest version this persona has accepted, or None."""
        return self.filter(acceptances__membership=membership).order_by("-number").first()


class InvitationQuerySet(models.QuerySet):
    """Questions about invitations."""

    def visible_to(self, person):
        """Those who look after the group."""
        if _id(person) is None:
            return self.none()
        memberships = self.model._meta.get_field("group").related_model._meta.get_field("memberships").related_model
        return self.filter(
            Exists(
                memberships.objects.filter(
                    group=OuterRef("group"), person=_id(person), ended_at=None, role__in=IN_THE_CHAIR
                )
            )
        )

    def opening(self, now: datetime):
        """Invitations that open something now.

        Not used up, not past, not taken back, and made by someone who still looks after the group (for the role of
        facilitator: who still facilitates it) or by a steward.
        """
        entitled = (
            Q(by=None)
            | Q(by__ended_at=None, by__role="facilitator")
            | Q(by__ended_at=None, by__role="co_facilitator", role="member")
        )
        return self.filter(entitled, uses_left__gt=0, expires_at__gt=now, revoked_at=None, group__closed_at=None)


class BanQuerySet(models.QuerySet):
    """Questions about bans."""

    def standing(self):
        return self.filter(lifted_at=None)

    def of(self, person, group):
        return self.standing().filter(person=_id(person), group=group)

    def visible_to(self, person):
        """Those who look after the group, and the person it is about."""
        if _id(person) is None:
            return self.none()
        memberships = self.model._meta.get_field("group").related_model._meta.get_field("memberships").related_model
        chair = memberships.objects.filter(
            group=OuterRef("group"), person=_id(person), ended_at=None, role__in=IN_THE_CHAIR
        )
        return self.filter(Q(person=_id(person)) | Q(Exists(chair)))

    def with_names(self):
        """With `name`, `pattern` and `dye`: what the person went by in that group, which is all its members know."""
        memberships = self.model._meta.get_field("group").related_model._meta.get_field("memberships").related_model
        last = memberships.objects.filter(group=OuterRef("group"), person=OuterRef("person")).order_by("-joined_at")
        return self.annotate(**{name: Subquery(last.values(name)[:1]) for name in ("name", "pattern", "dye")}).exclude(
            name=None
        )


class ApartQuerySet(models.QuerySet):
    """Blocks and mutes: known only to the persona who made them."""

    def visible_to(self, person):
        if _id(person) is None:
            return self.none()
        maker = "blocker" if any(field.name == "blocker" for field in self.model._meta.fields) else "muter"
        return self.filter(**{f"{maker}__person": _id(person), f"{maker}__ended_at": None})


class WelcomeTaskQuerySet(models.QuerySet):
    def open_now(self):
        return self.filter(done_at=None, membership__ended_at=None)

    def overdue(self, now: datetime):
        return self.open_now().filter(due_at__lt=now)

    def done_in(self, membership):
        """The words this newcomer was welcomed with, if somebody has written them."""
        return self.filter(membership=membership).exclude(done_at=None).select_related("done_by")

    def soonest_due_first(self):
        return self.select_related("membership", "claimed_by").order_by("due_at", "pk")

    def visible_to(self, person):
        """Greeters and those who look after the group; a greeter welcomes nobody a block stands before, either way."""
        if _id(person) is None:
            return self.none()
        memberships = self.model._meta.get_field("membership").related_model
        mine = memberships.objects.of(person).filter(group=OuterRef("membership__group"))
        blocks = memberships._meta.get_field("blocks_made").related_model.objects
        parted = blocks.filter(
            Q(blocker=OuterRef("membership"), blocked__person=_id(person))
            | Q(blocked=OuterRef("membership"), blocker__person=_id(person))
        )
        return self.filter(Exists(mine.welcoming()), Q(Exists(mine.looking_after())) | ~Q(Exists(parted)))
