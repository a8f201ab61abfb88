"""What is done at the desk. Each of these deeds, looking included, stands in the journal."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hearth.base import journal
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.people.models import Person
from hearth.safety.actions.concerns import CLOCKS, is_graver
from hearth.safety.events import ConcernAnswered, ConcernOverdue, ReportAnswered, ReportOverdue
from hearth.safety.live import poke_desk
from hearth.safety.models import Concern, DeskItem, Report
from hearth.safety.models.desk import HELD_FOR
from hearth.safety.permissions import Can

KEPT_AFTER_ANSWER = timedelta(days=180)


class InOtherHands(Refusal):
    """Two people answering at once would be worse than one answering alone."""

    sentence = _("Someone else has this in hand.")


class NotInYourHands(Refusal):
    """An answer comes from the one who has taken it on."""

    sentence = _("Take this on first, so that two people don’t answer at once.")


class AnsweredAlready(Refusal):
    """It is settled; what was said to the one who raised it stands."""

    sentence = _("This has been answered already.")


@deed
def look(*, item: DeskItem, by: Person) -> DeskItem:
    """Open something on the desk. That somebody looked is written down, too."""
    require(by, Can.KEEP_DESK)
    journal.note("safety.looked", by, about=item)
    return item


@deed
def claim(*, item: DeskItem, by: Person, now: datetime) -> DeskItem:
    """Take something on. Of two who press at once, exactly one has it."""
    require(by, Can.HANDLE, item)
    rows = type(item).objects.filter(pk=item.pk)
    if not rows.free(now, HELD_FOR).update(claimed_by=by, claimed_at=now):
        item.refresh_from_db()
        if item.answered_at:
            raise AnsweredAlready
        if not item.is_held_by(by, now):
            raise InOtherHands
        return item
    item.refresh_from_db()
    journal.note("safety.claimed", by, about=item)
    poke_desk(item)
    return item


@deed
def let_go(*, item: DeskItem, by: Person, now: datetime) -> DeskItem:
    """Give something back to the others."""
    require(by, Can.HANDLE, item)
    if not type(item).objects.waiting().filter(pk=item.pk, claimed_by=by).update(claimed_by=None, claimed_at=None):
        raise NotInYourHands
    item.refresh_from_db()
    journal.note("safety.let_go", by, about=item)
    poke_desk(item)
    return item


@deed
def regrade(*, concern: Concern, level: str, by: Person, now: datetime) -> Concern:
    """Change how soon someone is needed. Graver never gives more time; milder counts from now."""
    require(by, Can.HANDLE, concern)
    if concern.answered_at:
        raise AnsweredAlready
    if level == concern.level:
        return concern
    due = now + CLOCKS[Concern.Level(level)]
    concern.due_at = min(concern.due_at, due) if is_graver(level, concern.level) else due
    journal.note("safety.regraded", by, about=concern, before=str(concern.level), after=str(level))
    concern.level = level
    concern.save(update_fields=["level", "due_at"])
    poke_desk(concern)
    return concern


@deed
def answer(*, item: DeskItem, outcome: str, note: str, by: Person, now: datetime) -> DeskItem:
    """Settle something one has in hand, with words to the one who raised it."""
    require(by, Can.HANDLE, item)
    settled = (
        type(item)
        .objects.waiting()
        .filter(pk=item.pk, claimed_by=by)
        .update(outcome=outcome, note=note, answered_by=by, answered_at=now)
    )
    item.refresh_from_db()
    if not settled:
        raise AnsweredAlready if item.answered_at else NotInYourHands
    journal.note("safety.answered", by, about=item, outcome=str(outcome))
    poke_desk(item)
    if isinstance(item, Report):
        announce(ReportAnswered(report_id=item.pk))
    else:
        announce(ConcernAnswered(concern_id=item.pk))
    return item


@deed
def chase(*, now: datetime, by) -> int:
    """Cry out, once each, what has waited longer than was promised; return how many that were."""
    require(by, Can.CHASE)
    late = 0
    for concern in Concern.objects.late(now).select_related("about__person"):
        if Concern.objects.late(now).filter(pk=concern.pk).update(overdue_told_at=now):
            late += 1
            poke_desk(concern)
            announce(ConcernOverdue(concern_id=concern.pk))
    for report in Report.objects.late(now).select_related("about__person"):
        if Report.objects.late(now).filter(pk=report.pk).update(overdue_told_at=now):
            late += 1
            poke_desk(report)
            announce(ReportOverdue(report_id=report.pk))
    return late


@deed
def expire(*, now: datetime, by) -> None:
    """Forget what was settled half a year ago; the journal keeps that something was, not what."""
    require(by, Can.CHASE)
    for kind in (Concern, Report):
        kind.objects.answered_before(now - KEPT_AFTER_ANSWER).delete()
