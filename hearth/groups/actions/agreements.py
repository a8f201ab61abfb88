"""What the group has agreed: accepting it, and changing it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hearth.base import live
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.transactions import deed
from hearth.groups.actions.joining import AgreementMoved
from hearth.groups.events import AgreementChanged
from hearth.groups.models import AgreementAcceptance, AgreementVersion, Group, Membership
from hearth.groups.permissions import Can, forget_memberships, require


class NothingChanged(Refusal):
    sentence = _("The points are the same as before, so nobody needs to read them again. Nothing was published.")


@deed
def accept(*, version: AgreementVersion, by, now: datetime) -> None:
    """Say yes to the version in force; to say it twice is to say it once."""
    require(by, Can.ACCEPT_AGREEMENT, version.group)
    if version.group.agreements.newest() != version:
        raise AgreementMoved
    membership = Membership.objects.of(by).get(group=version.group_id)
    AgreementAcceptance.objects.get_or_create(membership=membership, version=version, defaults={"at": now})
    forget_memberships(by)


@deed
def publish(
    *, group: Group, points: list[dict], change: str, based_on: AgreementVersion | None, by, now: datetime
) -> AgreementVersion:
    """Put a new version in force. Everyone else is asked to accept it before they write again.

    `based_on` is the version the editor was looking at: two people who change it at once do not undo each other.
    """
    require(by, Can.EDIT_GROUP, group)
    Group.objects.select_for_update().get(pk=group.pk)
    newest = group.agreements.newest()
    if newest != based_on:
        raise AgreementMoved
    if newest is not None and newest.points == points:
        raise NothingChanged
    maker = Membership.objects.of(by).get(group=group)
    version = AgreementVersion.objects.create(
        group=group,
        number=newest.number + 1 if newest else 1,
        points=points,
        change=change,
        published_at=now,
        by=maker,
    )
    # Whoever wrote it has read it.
    AgreementAcceptance.objects.create(membership=maker, version=version, at=now)
    forget_memberships(by)
    live.poke("group", group.pk)
    announce(AgreementChanged(group_id=group.pk, version_id=version.pk))
    return version
