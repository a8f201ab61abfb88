"""Invitations: a door for one group and one role, open for a few days, to be passed on by hand."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hearth.base import journal
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.ids import new_id
from hearth.base.transactions import deed
from hearth.groups.events import InvitationMade
from hearth.groups.models import Group, Invitation, Membership
from hearth.groups.permissions import Can, is_facilitator, require

LONGEST = timedelta(days=7)
MOST_USES = 20


class OnlyFacilitators(Refusal):
    status = 403
    sentence = _("Only a facilitator can invite someone to look after the group.")


class MadeAlready(Refusal):
    sentence = _("That invitation was made a moment ago. Its link is shown only once; if it is lost, make a new one.")


class TooFar(Refusal):
    sentence = _("An invitation lasts seven days at most and lets in twenty people at most.")


@dataclass(frozen=True)
class Made:
    """An invitation and its token, which exists here and in the link, and nowhere else."""

    invitation: Invitation
    token: str


@deed
def make(*, group: Group, role: str, uses: int, days: int, by, now: datetime, once: int | None = None) -> Made:
    """Make an invitation. The token is returned once; only its hash is kept. `once` makes sending twice make one."""
    require(by, Can.INVITE, group)
    if role in {Membership.Role.FACILITATOR, Membership.Role.CO_FACILITATOR, Membership.Role.GREETER}:
        if not is_facilitator.test(by, group):
            raise OnlyFacilitators
    maker = Membership.objects.of(by).get(group=group)
    return _make(group=group, role=role, uses=uses, days=days, maker=maker, now=now, once=once)


@deed
def appoint(*, group: Group, by, now: datetime, once: int | None = None) -> Made:
    """As a steward, make the invitation for someone who will facilitate the group. Kept in the journal."""
    require(by, Can.CARE_FOR_GROUP, group)
    made = _make(
        group=group, role=Membership.Role.FACILITATOR, uses=1, days=LONGEST.days, maker=None, now=now, once=once
    )
    journal.note("groups.facilitator_invited", by=by, about=group)
    return made


def _make(*, group: Group, role: str, uses: int, days: int, maker, now: datetime, once: int | None) -> Made:
    if not (1 <= days <= LONGEST.days and 1 <= uses <= MOST_USES):
        raise TooFar
    if once is not None and Invitation.objects.filter(pk=once).exists():
        raise MadeAlready
    token = secrets.token_urlsafe(16)
    invitation = Invitation.objects.create(
        id=once or new_id(),
        group=group,
        token_hash=Invitation.hash_of(token),
        by=maker,
        # A role is for one person.
        uses_left=uses if role == Membership.Role.MEMBER else 1,
        role=role,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    announce(InvitationMade(invitation_id=invitation.pk, group_id=group.pk))
    return Made(invitation, token)


@deed
def revoke(*, invitation: Invitation, by, now: datetime) -> None:
    """Close an invitation. Who came in by it stays."""
    require(by, Can.INVITE, invitation.group)
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=now)
