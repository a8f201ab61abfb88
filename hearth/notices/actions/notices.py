"""Telling one person that something waits for them, and taking that back."""

from datetime import datetime

from hearth.base import live
from hearth.base.permissions import HEARTH, require
from hearth.base.transactions import deed
from hearth.groups.models import Group, Membership
from hearth.notices.actions import errands
from hearth.notices.models import Errand, Kind, Notice
from hearth.notices.models.notice import WEIGHT
from hearth.notices.permissions import Can
from hearth.people.actions import accounts
from hearth.people.models import Person


@deed
def offer(
    *,
    person: Person,
    kind: Kind,
    about: str,
    link: tuple,
    now: datetime,
    by,
    group: Group | None = None,
    thread=None,
    outlives: bool = False,
    urgent: bool = False,
) -> Notice | None:
    """Tell a person something: always in the house, and outside it as far as they asked for.

    about names the thing ("thread:k3v9…"); what is offered about the same thing joins the notice that is there.
    link is a URL name and its ids. With a group, those who do not belong to it are not told, except what
    `outlives` belonging. Returns None when the person is not to be told.
    """
    require(by, Can.TELL)
    # One at a time for each person: two listeners at once must not both find room below the day's limit.
    person = Person.objects.select_for_update().active().filter(pk=person.pk).first()
    if person is None:
        return None
    membership = Membership.objects.of(person).filter(group=group).first() if group else None
    if group and membership is None and not outlives:
        return None
    notice = _join(person, kind, about, link, now, group, thread, outlives)
    errands.plan(notice=notice, membership=membership, kind=kind, urgent=urgent or kind.is_urgent, now=now, by=by)
    if membership is None or membership.quiet_since is None:
        accounts.set_news(person=person, news=True, by=HEARTH)
    live.poke("person", person.pk)
    return notice


def _join(person, kind, about, link, now, group, thread, outlives) -> Notice:
    notice = Notice.objects.filter(person=person, about=about).first() or Notice(person=person, about=about)
    fresh = notice.made_at is None or notice.withdrawn_at or not Notice.objects.unseen().filter(pk=notice.pk).exists()
    if fresh:
        notice.kinds, notice.gathered_at = [], None
    notice.kinds = sorted({*notice.kinds, str(kind)}, key=lambda one: WEIGHT[Kind(one)])
    notice.group, notice.thread, notice.outlives = group, thread, outlives
    notice.leads_to, *notice.leads_to_ids = link
    if fresh:
        # What has gone out since this instant is about what is still unseen.
        notice.made_at = now
    notice.seen_at = notice.withdrawn_at = None
    notice.save()
    return notice


@deed
def withdraw(*, about: str, now: datetime, by, person: Person | None = None) -> None:
    """Take back what was told about a thing, to everybody or to one: it is settled, or no longer there."""
    require(by, Can.TELL)
    notices = Notice.objects.standing().filter(about=about)
    _withdraw(notices.filter(person=person) if person else notices, now)


@deed
def withdraw_within(*, group_id: int, person: Person, now: datetime, by) -> None:
    """Take back everything a group told a person, because they no longer belong to it."""
    require(by, Can.TELL)
    _withdraw(Notice.objects.standing().filter(group=group_id, person=person, outlives=False), now)


def _withdraw(notices, now: datetime) -> None:
    told = list(notices.select_related("person"))
    Errand.objects.waiting().filter(notice__in=told).update(withdrawn_at=now)
    Notice.objects.filter(pk__in=[notice.pk for notice in told]).update(withdrawn_at=now, gathered_at=None)
    for person in {notice.person for notice in told}:
        _dim(person)
        live.poke("person", person.pk)


@deed
def see(*, notice: Notice, now: datetime, by: Person) -> None:
    """Mark one notice as seen; what was about to go out about it stays here."""
    require(by, Can.SEE, notice.person)
    _see(Notice.objects.of(by).filter(pk=notice.pk), by, now)


@deed
def see_all(*, until: datetime, now: datetime, by: Person) -> None:
    """Mark everything as seen that was there at an instant: what came in while one was reading stays new."""
    require(by, Can.SEE, by)
    _see(Notice.objects.of(by).filter(made_at__lte=until), by, now)


def _see(notices, person: Person, now: datetime) -> None:
    seen = list(notices.filter(seen_at=None).values_list("pk", flat=True))
    Errand.objects.waiting().filter(notice__in=seen).update(withdrawn_at=now)
    Notice.objects.filter(pk__in=seen).update(seen_at=now, gathered_at=None)
    _dim(person)
    live.poke("person", person.pk)


@deed
def look(*, by: Person) -> None:
    """Put the light out when what it told of was read where it happened."""
    require(by, Can.SEE, by)
    _dim(by)


def _dim(person: Person) -> None:
    """Put the light beside "Notices" out when nothing new is left."""
    if not Notice.objects.visible_to(person).unseen().exists():
        accounts.set_news(person=person, news=False, by=HEARTH)


@deed
def purge(*, before: datetime, by) -> None:
    """Forget notices of long ago, with what went out about them."""
    require(by, Can.TELL)
    Notice.objects.filter(made_at__lt=before).delete()
