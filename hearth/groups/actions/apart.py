"""Putting someone out of one’s own sight. The other is never told, and no page of theirs says so."""

from django.utils.translation import gettext_lazy as _

from hearth.base import live
from hearth.base.http import Refusal
from hearth.base.transactions import deed
from hearth.groups.models import Block, Membership, Mute
from hearth.groups.permissions import Can, require


class NotOneself(Refusal):
    sentence = _("That is you.")


class TheyLookAfterIt(Refusal):
    sentence = _(
        "People who look after a group and its members need to be able to reach each other, so they can’t block one "
        "another. You can mute them. If something they did is wrong, tell us: it goes to people outside this group."
    )


def _mine(membership: Membership, by) -> Membership:
    mine = Membership.objects.of(by).get(group=membership.group_id)
    if mine.pk == membership.pk:
        raise NotOneself
    return mine


@deed
def mute(*, membership: Membership, by) -> None:
    """Fold this persona’s words away, for oneself alone."""
    require(by, Can.KEEP_APART, membership.group)
    Mute.objects.get_or_create(muter=_mine(membership, by), muted=membership)


@deed
def unmute(*, membership: Membership, by) -> None:
    require(by, Can.KEEP_APART, membership.group)
    Mute.objects.filter(muter=_mine(membership, by), muted=membership).delete()


@deed
def block(*, membership: Membership, by) -> None:
    """No longer meet: neither sees the other’s name or words in this group, from this moment."""
    require(by, Can.KEEP_APART, membership.group)
    mine = _mine(membership, by)
    if membership.looks_after or mine.looks_after:
        raise TheyLookAfterIt
    Block.objects.get_or_create(blocker=mine, blocked=membership)
    _close_both(membership, by)


@deed
def unblock(*, membership: Membership, by) -> None:
    require(by, Can.KEEP_APART, membership.group)
    Block.objects.filter(blocker=_mine(membership, by), blocked=membership).delete()


def _close_both(membership: Membership, by) -> None:
    for person_id in (by.pk, membership.person_id):
        if person_id is not None:
            live.close_streams(person_id)
