"""Coming in: through an open door, by asking, or with an invitation.

Every way in ends in `_enter`, under a lock on the group: however many come at once, nobody gets a seat that is not
there, and nobody sits on two.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from hearth.base import live
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.transactions import deed
from hearth.groups.events import (
    JoinAnswered,
    JoinAsked,
    JoinWithdrawn,
    MemberJoined,
    RequestLapsed,
    RequestOverdue,
    RoleGiven,
)
from hearth.groups.models import (
    KEEP_ANSWERS,
    KEEP_INVITATIONS,
    AgreementAcceptance,
    AgreementVersion,
    Ban,
    Group,
    Invitation,
    JoinRequest,
    Membership,
    WelcomeTask,
    suggested_patch,
)
from hearth.groups.permissions import Can, forget_memberships, require
from hearth.people.actions.accounts import suggest_names

WELCOME_WITHIN = timedelta(hours=24)
ASK_AGAIN_AFTER = timedelta(days=14)
# How long after the promised time the house takes an unanswered question back.
LAPSES_AFTER = timedelta(days=7)
PERSONA = ("name", "pattern", "dye", "pronouns", "about", "listening", "wants_companion")


class AtTheDoor(Refusal):
    """A reason why somebody can’t come in; the page that says so also says where else they could go."""


class MayNotComeBack(AtTheDoor):
    sentence = _(
        "This group has decided not to continue with you for now, so you can’t come in here. That holds for this "
        "group alone. Other groups in the house are open to you, and you can ask us to look at it again."
    )


class GroupIsFull(AtTheDoor):
    sentence = _(
        "Every place in this group is taken. It stays small so that everyone can be heard. Places do come free, "
        "and there are groups like it."
    )


class CohortHasBegun(AtTheDoor):
    sentence = _("This group started together and finishes together, and it has begun. There may be another one.")


class ByInvitationOnly(AtTheDoor):
    sentence = _("People come into this group by invitation from someone who looks after it.")


class GroupIsClosed(AtTheDoor):
    sentence = _("This group has closed. Nobody new can come in.")


class AskedLately(AtTheDoor):
    sentence = _("You asked this group not long ago, and the answer was not now. You can ask again in a while.")


class AlreadyInside(Refusal):
    sentence = _("You are in this group already.")


class AlreadyAsked(Refusal):
    sentence = _("You have asked already. Your question is with the people who look after the group.")


class AlreadyAnswered(Refusal):
    sentence = _("Somebody has answered this already, or it was taken back. Nothing was changed.")


class NameIsTaken(Refusal):
    sentence = _("Someone in this group goes by that name, or by one that looks just like it. Please choose another.")


class AgreementMoved(Refusal):
    sentence = _("What the group has agreed changed while you were reading. Here is how it stands now.")


class OpensNothing(Refusal):
    sentence = _("This invitation doesn’t open anything any more. Whoever gave it to you can make a new one.")


class WordsAreMissing(Refusal):
    sentence = _("Please write a line to them. A no without a reason is hard to read.")


# ── at the door ───────────────────────────────────────────────────────────────────────────────────────────────


def refusal_at(group: Group, person, now: datetime, *, invited: bool = False) -> Refusal | None:
    """Say why the person can’t come in at this moment, or None when the door is open to them."""
    if Membership.objects.of(person).filter(group=group).exists():
        return AlreadyInside()
    if group.closed_at is not None:
        return GroupIsClosed()
    if Ban.objects.of(person, group).exists():
        return MayNotComeBack()
    if not invited:
        if group.mode == Group.Mode.INVITE:
            return ByInvitationOnly()
        if (
            group.mode == Group.Mode.COHORT
            and group.starts_on
            and now.astimezone(ZoneInfo(group.zone)).date() > group.starts_on
        ):
            return CohortHasBegun()
        if group.mode != Group.Mode.OPEN:
            last = JoinRequest.objects.last_of(person, group)
            if last is not None and last.is_waiting:
                return AlreadyAsked(request=last)
            if last is not None and last.welcome is False and now < last.decided_at + ASK_AGAIN_AFTER:
                return AskedLately(again_at=last.decided_at + ASK_AGAIN_AFTER)
    if is_full(group):
        return GroupIsFull()
    return None


def is_full(group: Group) -> bool:
    return group.capacity is not None and group.memberships.current().count() >= group.capacity


def _locked(group: Group) -> Group:
    """The group as it is now, held until this transaction ends."""
    return Group.objects.select_for_update().get(pk=group.pk)


def _refuse_at(group: Group, person, now: datetime, **how) -> None:
    refusal = refusal_at(group, person, now, **how)
    if refusal is not None:
        raise refusal


def _newest(group: Group, version: AgreementVersion | None) -> AgreementVersion | None:
    """The version in force, which must be the one that was read."""
    newest = group.agreements.newest()
    if newest != version:
        raise AgreementMoved
    return newest


def _refuse_taken_name(name: str, *, group: Group, person) -> None:
    if Membership.mistaken_for(name, group=group, besides=person):
        raise NameIsTaken


@deed
def come_in(*, group: Group, persona: dict, agreement: AgreementVersion | None, by, now: datetime) -> Membership:
    """Join an open group: by now the person has read who it is for and accepted what it has agreed."""
    require(by, Can.JOIN, group)
    group = _locked(group)
    _refuse_at(group, by, now)
    if group.mode != Group.Mode.OPEN:
        raise ByInvitationOnly
    agreement = _newest(group, agreement)
    _refuse_taken_name(persona["name"], group=group, person=by)
    _take_questions_back(group, by, now)
    return _enter(group=group, person=by, persona=persona, agreement=agreement, attested_at=now, now=now)


@deed
def ask(
    *, group: Group, persona: dict, answers: list[str], agreement: AgreementVersion | None, by, now: datetime
) -> JoinRequest:
    """Ask to join. The answer is promised for a certain time, and a deadline is kept.

    Whether the name is free is settled only when the answer is yes: an outsider who could try names here would find
    out who is inside.
    """
    require(by, Can.JOIN, group)
    group = _locked(group)
    _refuse_at(group, by, now)
    if group.mode not in {Group.Mode.ASK, Group.Mode.COHORT}:
        raise ByInvitationOnly
    request = JoinRequest.objects.create(
        group=group,
        person=by,
        persona={name: persona[name] for name in PERSONA},
        answers=answers,
        agreement=_newest(group, agreement),
        attested_at=now,
        asked_at=now,
        answer_by=now + timedelta(hours=group.answer_within_hours),
    )
    live.poke("group", group.pk)
    announce(JoinAsked(request_id=request.pk, group_id=group.pk))
    return request


@deed
def withdraw(*, request: JoinRequest, by, now: datetime) -> None:
    """Take one’s question back. What was written in it is blanked at once."""
    require(by, Can.WITHDRAW_REQUEST, request)
    request = JoinRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_waiting:
        raise AlreadyAnswered
    request.withdrawn_at, request.answers, request.persona = now, [], {}
    request.save(update_fields=["withdrawn_at", "answers", "persona"])
    live.poke("group", request.group_id)
    announce(JoinWithdrawn(request_id=request.pk, group_id=request.group_id))


@deed
def answer(*, request: JoinRequest, welcome: bool, words: str, by, now: datetime) -> JoinRequest:
    """Let someone in who asked, or say not now in human words. The first answer stands."""
    require(by, Can.ANSWER_REQUEST, request.group)
    group = _locked(request.group)
    request = (
        JoinRequest.objects.select_for_update(of=("self",)).select_related("person", "agreement").get(pk=request.pk)
    )
    if not request.is_waiting:
        raise AlreadyAnswered
    if not welcome and not words.strip():
        raise WordsAreMissing
    if welcome:
        _admit(request, group, now)
    request.decided_at, request.welcome, request.words = now, welcome, words
    request.decided_by = Membership.objects.of(by).filter(group=group).first()
    request.save(update_fields=["decided_at", "welcome", "words", "decided_by"])
    live.poke("group", group.pk)
    announce(JoinAnswered(request_id=request.pk, group_id=group.pk, welcome=welcome))
    return request


class TheyMayNotComeBack(Refusal):
    sentence = _("This person may not come back to this group. Lift the ban first, or answer not now.")


class NoPlaceFree(Refusal):
    sentence = _("Every place is taken. Make room in the settings first, or answer not now.")


def _admit(request: JoinRequest, group: Group, now: datetime) -> None:
    if Membership.objects.of(request.person).filter(group=group).exists():
        # They came in another way meanwhile: the answer is still theirs to read.
        return
    if Ban.objects.of(request.person, group).exists():
        raise TheyMayNotComeBack
    if is_full(group):
        raise NoPlaceFree
    persona = {"pronouns": "", "about": "", "listening": False, "wants_companion": False, **request.persona}
    if Membership.mistaken_for(persona["name"], group=group, besides=request.person):
        persona["name"] = _free_name(group)
        persona["pattern"], persona["dye"] = suggested_patch(persona["name"])
    _enter(
        group=group,
        person=request.person,
        persona=persona,
        agreement=request.agreement,
        attested_at=request.attested_at,
        now=now,
    )


def _free_name(group: Group) -> str:
    """A name nobody here has, for someone whose own was taken; they are told, and can change it."""
    while True:
        for name in suggest_names(6):
            if Membership.mistaken_for(name, group=group, besides=None) is None:
                return name


@deed
def use(*, token: str, persona: dict, agreement: AgreementVersion | None, by, now: datetime) -> Membership:
    """Come in with an invitation. It opens one group and one role, and only while its maker is still entitled."""
    invitation = find(token, now)
    if invitation is None:
        raise OpensNothing
    require(by, Can.JOIN, invitation.group)
    group = _locked(invitation.group)
    _refuse_at(group, by, now, invited=True)
    agreement = _newest(group, agreement)
    _refuse_taken_name(persona["name"], group=group, person=by)
    _spend(invitation, now)
    _take_questions_back(group, by, now)
    membership = _enter(
        group=group,
        person=by,
        persona=persona,
        agreement=agreement,
        attested_at=now,
        now=now,
        role=invitation.role,
        came_by=invitation,
    )
    if membership.role != Membership.Role.MEMBER:
        announce(RoleGiven(membership_id=membership.pk, role=membership.role, by_id=by.pk))
    return membership


@deed
def take_up_role(*, token: str, by, now: datetime) -> Membership:
    """As someone who is inside already, take up the role an invitation was made for."""
    invitation = find(token, now)
    if invitation is None or invitation.role == Membership.Role.MEMBER:
        raise OpensNothing
    require(by, Can.ACCEPT_AGREEMENT, invitation.group)
    group = _locked(invitation.group)
    membership = Membership.objects.of(by).get(group=group)
    if membership.role == Membership.Role.FACILITATOR:
        raise AlreadyInside
    _spend(invitation, now)
    membership.role = invitation.role
    membership.save(update_fields=["role"])
    forget_memberships(by)
    live.poke("group", group.pk)
    announce(RoleGiven(membership_id=membership.pk, role=membership.role, by_id=by.pk))
    return membership


def find(token: str, now: datetime) -> Invitation | None:
    """The invitation behind a token, if it opens anything now."""
    return Invitation.objects.opening(now).filter(token_hash=Invitation.hash_of(token)).select_related("group").first()


def _take_questions_back(group: Group, person, now: datetime) -> None:
    """A question that is still waiting needs no answer once its asker is inside."""
    for request in JoinRequest.objects.waiting().filter(group=group, person=person):
        request.withdrawn_at, request.answers, request.persona = now, [], {}
        request.save(update_fields=["withdrawn_at", "answers", "persona"])
        announce(JoinWithdrawn(request_id=request.pk, group_id=group.pk))


def _spend(invitation: Invitation, now: datetime) -> None:
    """Use the invitation up by one; of many at once, as many succeed as it has uses."""
    # Read again under the group’s lock, which every use of an invitation takes.
    current = Invitation.objects.opening(now).filter(pk=invitation.pk).first()
    if current is None:
        raise OpensNothing
    current.uses_left -= 1
    current.save(update_fields=["uses_left"])


def _enter(
    *,
    group: Group,
    person,
    persona: dict,
    agreement: AgreementVersion | None,
    attested_at: datetime | None,
    now: datetime,
    role: str = Membership.Role.MEMBER,
    came_by: Invitation | None = None,
) -> Membership:
    """Give the person a place. Someone who was here before takes up the same row: blocks and mutes around it hold on."""
    membership = Membership.objects.once_of(person, group).first() or Membership(group=group, person=person)
    for name in PERSONA:
        setattr(membership, name, persona[name])
    membership.role, membership.came_by = role, came_by
    membership.attested_at, membership.joined_at = attested_at, now
    membership.ended_at, membership.ended_how = None, ""
    membership.ended_point, membership.ended_words = "", ""
    membership.save()
    if agreement is not None:
        AgreementAcceptance.objects.get_or_create(membership=membership, version=agreement, defaults={"at": now})
    WelcomeTask.objects.filter(membership=membership).delete()
    if role == Membership.Role.MEMBER:
        WelcomeTask.objects.create(membership=membership, created_at=now, due_at=now + WELCOME_WITHIN)
    forget_memberships(person)
    live.poke("group", group.pk)
    announce(MemberJoined(membership_id=membership.pk, group_id=group.pk))
    return membership


# ── the clock ─────────────────────────────────────────────────────────────────────────────────────────────────


@deed
def chase(*, now: datetime, by) -> tuple[int, int]:
    """Warn about questions past their promised time, once each; take back those nobody answered for a week more.

    Returns how many were warned about and how many lapsed.
    """
    require(by, Can.KEEP_TIME)
    overdue = list(JoinRequest.objects.overdue(now).select_for_update())
    lapsed = [request for request in overdue if request.answer_by + LAPSES_AFTER <= now]
    warned = [request for request in overdue if request not in lapsed and request.overdue_told_at is None]
    for request in warned:
        request.overdue_told_at = now
        request.save(update_fields=["overdue_told_at"])
        announce(RequestOverdue(request_id=request.pk, group_id=request.group_id))
    for request in lapsed:
        request.lapsed_at, request.answers = now, []
        request.save(update_fields=["lapsed_at", "answers"])
        announce(RequestLapsed(request_id=request.pk, group_id=request.group_id))
    return len(warned), len(lapsed)


@deed
def forget(*, now: datetime, by) -> int:
    """Delete questions settled long ago and invitations long past; return how many rows that were."""
    require(by, Can.KEEP_TIME)
    before = now - KEEP_ANSWERS
    gone = 0
    for moment in ("decided_at", "withdrawn_at", "lapsed_at"):
        gone += JoinRequest.objects.filter(**{f"{moment}__lt": before}).delete()[0]
    return gone + Invitation.objects.filter(expires_at__lt=now - KEEP_INVITATIONS).delete()[0]
