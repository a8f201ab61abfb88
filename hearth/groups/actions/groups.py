"""Groups themselves: opening one from a charter, and keeping its leaflet true."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hearth.base import journal, live
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.ids import new_id
from hearth.base.transactions import deed
from hearth.groups.actions.invitations import Made, appoint
from hearth.groups.events import ConfirmationDue, GroupConfirmed, GroupOpened
from hearth.groups.models import ANSWER_KEYS, AgreementVersion, Group, GroupTag
from hearth.groups.permissions import Can, require

LEAFLET = (
    "name",
    "purpose",
    "lead",
    "mode",
    "visibility",
    "place",
    "town",
    "language",
    "zone",
    "audience",
    "answers",
    "questions",
    "answer_within_hours",
    "eligibility",
    "capacity",
    "starts_on",
    "dye",
)

CONFIRM_AFTER = timedelta(days=60)


class AnswersAreMissing(Refusal):
    sentence = _("A group opens when all eight questions are answered: people decide by them whether to come.")


class WiderNeedsCare(Refusal):
    sentence = _(
        "This would let anyone see that the group exists. Those inside came on the understanding that nobody could. "
        "Talk it over with them first, then tick the box that says so."
    )


class OpenedAlready(Refusal):
    sentence = _("This group was opened a moment ago. Nothing was done twice.")


def _refuse_blanks(answers: dict) -> None:
    if any(not str(answers.get(key, "")).strip() for key in ANSWER_KEYS):
        raise AnswersAreMissing


@deed
def change(*, group: Group, leaflet: dict, tags: list[str], by, now: datetime, talked_over: bool = False) -> Group:
    """Change the leaflet and the settings; whoever saves them confirms that the rest is still right.

    A hidden group becomes listed only when the facilitator says that it was talked over inside, and the journal
    keeps that it was done.
    """
    require(by, Can.EDIT_GROUP, group)
    group = Group.objects.select_for_update().get(pk=group.pk)
    _refuse_blanks(leaflet["answers"])
    wider = group.visibility == Group.Visibility.HIDDEN and leaflet["visibility"] == Group.Visibility.LISTED
    if wider and not talked_over:
        raise WiderNeedsCare
    for name in LEAFLET:
        setattr(group, name, leaflet[name])
    group.confirmed_on = now.date()
    group.save()
    GroupTag.objects.filter(group=group).exclude(code__in=tags).delete()
    GroupTag.objects.bulk_create([GroupTag(group=group, code=code) for code in tags], ignore_conflicts=True)
    if wider:
        journal.note("groups.listed", by=by, about=group)
    live.poke("group", group.pk)
    announce(GroupConfirmed(group_id=group.pk))
    return group


@deed
def confirm(*, group: Group, by, now: datetime) -> None:
    """Say that the leaflet is still right, so that nobody comes to a door that has moved."""
    require(by, Can.EDIT_GROUP, group)
    Group.objects.filter(pk=group.pk).update(confirmed_on=now.date())
    announce(GroupConfirmed(group_id=group.pk))


@deed
def ask_to_confirm(*, now: datetime, by) -> int:
    """Ask those who facilitate whether the leaflet is still right, once for each time it was said; return how many.

    Early enough to look before the list of groups says that nobody has.
    """
    require(by, Can.KEEP_TIME)
    due = list(Group.objects.confirmation_due((now - CONFIRM_AFTER).date()).select_for_update())
    for group in due:
        group.asked_to_confirm_on = now.date()
        group.save(update_fields=["asked_to_confirm_on"])
        announce(ConfirmationDue(group_id=group.pk))
    return len(due)


@deed
def open_group(
    *, leaflet: dict, tags: list[str], points: list[dict], by, now: datetime, once: int | None = None
) -> Made:
    """Open a group: its page, its agreement, and the invitation for whoever will facilitate it.

    The steward is not in it. `once` makes sending the form twice open one group.
    """
    require(by, Can.OPEN_GROUP)
    _refuse_blanks(leaflet["answers"])
    if once is not None and Group.objects.filter(pk=once).exists():
        raise OpenedAlready
    group = Group.objects.create(
        id=once or new_id(), created_at=now, confirmed_on=now.date(), **{name: leaflet[name] for name in LEAFLET}
    )
    GroupTag.objects.bulk_create([GroupTag(group=group, code=code) for code in tags])
    AgreementVersion.objects.create(group=group, number=1, points=points, published_at=now)
    announce(GroupOpened(group_id=group.pk))
    return appoint(group=group, by=by, now=now)
