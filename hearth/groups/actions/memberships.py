"""Being in a group: the persona, roles, leaving, being asked to go."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hearth.base import live
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.transactions import deed
from hearth.groups.actions.joining import PERSONA, NameIsTaken
from hearth.groups.events import BanLifted, MemberLeft, MemberRemoved, RoleGiven
from hearth.groups.models import Ban, Group, Invitation, Membership
from hearth.groups.models.membership import KEEP_NOTE
from hearth.groups.permissions import Can, forget_memberships, is_facilitator, require

FACILITATOR, CO_FACILITATOR, MEMBER = (
    Membership.Role.FACILITATOR,
    Membership.Role.CO_FACILITATOR,
    Membership.Role.MEMBER,
)


class HandOverFirst(Refusal):
    sentence = _(
        "You are the only facilitator, and a group needs one. Open “People”, choose who will facilitate and give them "
        "the role; then you can go. If there is nobody, a steward of the house can find someone."
    )


class StandDownFirst(Refusal):
    sentence = _(
        "Someone who facilitates can’t be removed or stood down by a colleague alone. A steward of the house can stand "
        "them down; after that they are a member like anyone else."
    )


class OnlyFacilitators(Refusal):
    status = 403
    sentence = _("Only a facilitator can do this to someone who looks after the group too.")


class NotOneself(Refusal):
    sentence = _("To go yourself, use “Leave”. You decide there what happens to your words.")


class GoneAlready(Refusal):
    sentence = _("They are not in the group any more. Nothing was changed.")


class WordsAreMissing(Refusal):
    sentence = _("Please write a line to them, and say which point of the agreement it is about.")


class LiftedAlready(Refusal):
    sentence = _("This ban was lifted already.")


def _held(membership: Membership) -> Membership:
    """The membership as it is now, under its group’s lock. Raises GoneAlready when it has ended."""
    Group.objects.select_for_update().get(pk=membership.group_id)
    membership = Membership.objects.select_related("group", "person").get(pk=membership.pk)
    if membership.ended_at is not None:
        raise GoneAlready
    return membership


def _is_last_facilitator(membership: Membership) -> bool:
    others = membership.group.memberships.current().filter(role=FACILITATOR).exclude(pk=membership.pk)
    return membership.role == FACILITATOR and not others.exists()


# ── oneself ───────────────────────────────────────────────────────────────────────────────────────────────────


@deed
def change_persona(*, membership: Membership, persona: dict, by) -> Membership:
    """Go by another name, look or wish from now on, in everything that is shown."""
    require(by, Can.SET_PERSONA, membership.group)
    Group.objects.select_for_update().get(pk=membership.group_id)
    membership = Membership.objects.of(by).select_related("group").get(group=membership.group_id)
    if Membership.mistaken_for(persona["name"], group=membership.group, besides=by):
        raise NameIsTaken
    for name in PERSONA:
        setattr(membership, name, persona[name])
    membership.save(update_fields=list(PERSONA))
    forget_memberships(by)
    live.poke("group", membership.group_id)
    return membership


@deed
def set_quiet(*, membership: Membership, quiet: bool, notices: str, by, now: datetime) -> None:
    """Decide what reaches one from this group; a quiet group says nothing at all until it is opened."""
    require(by, Can.SET_PERSONA, membership.group)
    membership = Membership.objects.of(by).get(group=membership.group_id)
    membership.quiet_since = (membership.quiet_since or now) if quiet else None
    membership.notices = notices
    membership.save(update_fields=["quiet_since", "notices"])
    forget_memberships(by)


@deed
def leave_note(*, membership: Membership, words: str, by, now: datetime) -> None:
    """Leave a line that those who look after the group find beside one’s name for thirty days; none takes it back."""
    require(by, Can.SET_PERSONA, membership.group)
    words = words.strip()
    until = now + KEEP_NOTE if words else None
    Membership.objects.of(by).filter(group=membership.group_id).update(note=words, note_until=until)
    forget_memberships(by)


@deed
def forget_notes(*, now: datetime, by) -> int:
    """Forget lines whose thirty days are over; return how many."""
    require(by, Can.KEEP_TIME)
    return Membership.objects.filter(note_until__lte=now).update(note="", note_until=None)


@deed
def be_seen(*, membership: Membership, by, now: datetime) -> None:
    """Note when one was last in this group, so that what is new can be told from what is not. Shown to nobody."""
    require(by, Can.SET_PERSONA, membership.group)
    Membership.objects.of(by).filter(group=membership.group_id).update(seen_at=now)


@deed
def leave(*, membership: Membership, words: str, by, now: datetime) -> None:
    """Leave. `words` is "stay" (without a name) or "take"; what it means is done by the room that keeps them."""
    require(by, Can.LEAVE, membership.group)
    membership = _held(Membership.objects.of(by).get(group=membership.group_id))
    alone = not membership.group.memberships.current().exclude(pk=membership.pk).exists()
    if _is_last_facilitator(membership) and not alone:
        raise HandOverFirst
    if alone:
        # The last one out turns off the light: nobody should knock at an empty room.
        Group.objects.filter(pk=membership.group_id).update(closed_at=now)
    _end(membership, Membership.Ending.LEFT, now)
    forget_memberships(by)
    announce(MemberLeft(membership_id=membership.pk, group_id=membership.group_id, words=words))


def _end(membership: Membership, how: str, now: datetime) -> None:
    membership.ended_at, membership.ended_how, membership.role = now, how, MEMBER
    membership.note, membership.note_until = "", None
    membership.save(update_fields=["ended_at", "ended_how", "role", "ended_point", "ended_words", "note", "note_until"])
    Invitation.objects.filter(by=membership, revoked_at=None).update(revoked_at=now)
    if membership.person_id is not None:
        live.close_streams(membership.person_id)
    live.poke("group", membership.group_id)


# ── others ────────────────────────────────────────────────────────────────────────────────────────────────────


@deed
def give_role(*, membership: Membership, role: str, by) -> Membership:
    """Give a member a role in the group, or take it back by giving "member".

    Nobody stands another facilitator down alone: one stolen key would be enough to take a group over. That is for
    stewards (`stand_down`); stepping down oneself is always possible while another facilitates.
    """
    require(by, Can.GIVE_ROLE, membership.group)
    membership = _held(membership)
    if membership.role == FACILITATOR and role != FACILITATOR:
        if membership.person_id != by.pk:
            raise StandDownFirst
        if _is_last_facilitator(membership):
            raise HandOverFirst
    return _set_role(membership, role, by)


@deed
def stand_down(*, membership: Membership, by) -> Membership:
    """As a steward, take the role of someone who looks after a group. They stay in it as a member."""
    require(by, Can.CARE_FOR_GROUP, membership.group)
    return _set_role(_held(membership), MEMBER, by)


def _set_role(membership: Membership, role: str, by) -> Membership:
    if membership.role == role:
        return membership
    membership.role = role
    membership.save(update_fields=["role"])
    forget_memberships(by)
    if membership.person_id is not None:
        # Some streams were theirs by the role they had.
        live.close_streams(membership.person_id)
    live.poke("group", membership.group_id)
    announce(RoleGiven(membership_id=membership.pk, role=role, by_id=by.pk))
    return membership


@deed
def remove(*, membership: Membership, point: str, words: str, ban: bool, by, now: datetime) -> None:
    """Take someone out of the group, for a point of the agreement and with words to them; `ban` for good.

    Ends their access and their open pages at once. A ban sticks to the person, whatever name they come under.
    """
    require(by, Can.REMOVE, membership.group)
    membership = _held(membership)
    if membership.person_id == by.pk:
        raise NotOneself
    if membership.role == FACILITATOR:
        raise StandDownFirst
    if membership.role == CO_FACILITATOR and not is_facilitator.test(by, membership.group):
        raise OnlyFacilitators
    if not words.strip() or not point.strip():
        raise WordsAreMissing
    membership.ended_point, membership.ended_words = point, words
    if ban:
        Ban.objects.get_or_create(
            group=membership.group,
            person=membership.person,
            lifted_at=None,
            defaults={
                "by": Membership.objects.of(by).get(group=membership.group_id),
                "reason": point,
                "at": now,
            },
        )
    _end(membership, Membership.Ending.BANNED if ban else Membership.Ending.REMOVED, now)
    announce(MemberRemoved(membership_id=membership.pk, group_id=membership.group_id, banned=ban, by_id=by.pk))


@deed
def lift_ban(*, ban: Ban, by, now: datetime) -> None:
    """Let someone who was banned come to the door again, like anyone else."""
    require(by, Can.LIFT_BAN, ban.group)
    if not Ban.objects.standing().filter(pk=ban.pk).update(lifted_at=now):
        raise LiftedAlready
    announce(BanLifted(group_id=ban.group_id, by_id=by.pk))
