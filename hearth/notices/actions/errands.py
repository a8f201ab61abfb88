"""What goes out of the house about a notice: when, by which way, and whether it still should."""

import secrets
from datetime import datetime

from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.delivery import outbox
from hearth.groups.models import Membership
from hearth.notices.actions import letters
from hearth.notices.models import Errand, Kind, Notice, Quiet, Subscription, Way, Wishes
from hearth.notices.permissions import Can

ROUND = 200


@deed
def plan(
    *, notice: Notice, membership: Membership | None, kind: Kind, urgent: bool, now: datetime, by
) -> Errand | None:
    """Settle how a person hears of what has just been put into a notice: soon, with the day's letter, or only here.

    Not again while one about the same thing is on its way, or has come and not been looked at: a second letter
    would say nothing that the first one did not. What finds no room below the day's limit waits for the day's
    letter. Urgent things skip the limit, the quiet hours and the jitter, but not a "no".
    """
    require(by, Can.TELL)
    wishes = Wishes.of(notice.person, now).within(membership).about(kind, urgent=urgent)
    if urgent and wishes.any:
        Errand.objects.waiting().filter(notice=notice, urgent=False).update(withdrawn_at=now)
    elif not wishes.any or notice.gathered_at or _has_gone(notice):
        return None
    if Errand.objects.waiting().filter(notice=notice).exists():
        return None
    if Way.DIGEST in (wishes.mail, wishes.push):
        _gather(notice, now)
    if Way.EACH not in (wishes.mail, wishes.push):
        return None
    quiet = Quiet.of(notice.person)
    due = now if urgent else quiet.moment(now, chance=secrets.SystemRandom().random())
    if not urgent and not _has_room(notice, quiet.day(due)):
        _gather(notice, now)
        return None
    errand = Errand.objects.create(
        person=notice.person,
        notice=notice,
        group=notice.group,
        by_mail=wishes.mail == Way.EACH,
        by_push=wishes.push == Way.EACH,
        urgent=urgent,
        on=quiet.day(due),
        due_at=due,
    )
    if urgent:
        # The clock comes round every minute, and a minute can be long.
        run(errand_id=errand.pk, now=now, by=by)
    return errand


def _has_gone(notice: Notice) -> bool:
    return Errand.objects.filter(notice=notice).since_seen().exists()


def _has_room(notice: Notice, on, but: Errand | None = None) -> bool:
    """Whether one more about this group fits into that day of the person's."""
    counted = Errand.objects.counted(person=notice.person, group=notice.group, on=on)
    if but:
        counted = counted.exclude(pk=but.pk)
    return counted.count() < notice.person.daily_cap


def _gather(notice: Notice, now: datetime) -> None:
    notice.gathered_at = notice.gathered_at or now
    notice.save(update_fields=["gathered_at"])


def run_due(*, now: datetime, by) -> int:
    """Send what is due, each in a transaction of its own; return how many went out."""
    require(by, Can.TELL)
    due = list(Errand.objects.due(now).order_by("due_at").values_list("pk", flat=True)[:ROUND])
    return sum(run(errand_id=pk, now=now, by=by) for pk in due)


@deed
def run(*, errand_id: int, now: datetime, by) -> bool:
    """Look once more, then put the letter and the knocks into the outbox; say whether anything went out.

    Between planning and sending somebody may have left, read it here, chosen otherwise, or a worker may have been
    down for a night. Nothing goes out for what they may no longer see, and nothing at a time they want quiet.
    """
    require(by, Can.TELL)
    errand = (
        Errand.objects.due(now)
        .select_for_update(of=("self",))
        .select_related("person", "notice", "group")
        .filter(pk=errand_id)
        .first()
    )
    if errand is None:
        return False
    person, notice, quiet = errand.person, errand.notice, Quiet.of(errand.person)
    notice.person = person
    if not Notice.objects.visible_to(person).unseen().filter(pk=notice.pk).exists():
        return _give_up(errand, now)
    membership = Membership.objects.of(person).filter(group=notice.group).first() if notice.group else None
    wishes = Wishes.of(person, now).within(membership).about(notice.leading, urgent=errand.urgent)
    errand.by_mail, errand.by_push = wishes.mail == Way.EACH, wishes.push == Way.EACH
    if Way.DIGEST in (wishes.mail, wishes.push):
        _gather(notice, now)
    if not errand.by_mail and not errand.by_push:
        return _give_up(errand, now)
    if not errand.urgent:
        if quiet.holds(now):
            return _put_off(errand, quiet, now)
        if quiet.day(now) != errand.on and not _has_room(notice, quiet.day(now), but=errand):
            _gather(notice, now)
            return _give_up(errand, now)
        errand.on = quiet.day(now)
    if errand.by_mail:
        letters.write_mail(errand=errand, membership=membership, now=now, by=by)
    if errand.by_push:
        knock(person=person, key=f"errand:{errand.pk}", urgent=errand.urgent, now=now, by=by)
    errand.sent_at = now
    errand.save()
    return True


def _give_up(errand: Errand, now: datetime) -> bool:
    errand.withdrawn_at = now
    errand.save()
    return False


def _put_off(errand: Errand, quiet: Quiet, now: datetime) -> bool:
    errand.due_at = quiet.moment(now, chance=secrets.SystemRandom().random())
    errand.on = quiet.day(errand.due_at)
    if _has_room(errand.notice, errand.on, but=errand):
        errand.save()
    else:
        _gather(errand.notice, now)
        _give_up(errand, now)
    return False


@deed
def knock(*, person, key: str, now: datetime, by, urgent: bool = False) -> int:
    """Knock at every browser where the person is signed in and asked for it; return at how many."""
    require(by, Can.TELL)
    browsers = list(Subscription.objects.of(person).live(now))
    for browser in browsers:
        outbox.post_push(
            endpoint=browser.endpoint,
            p256dh=browser.p256dh,
            auth=browser.auth,
            key=f"{key}:{browser.pk}",
            language=person.language,
            urgent=urgent,
            now=now,
        )
    return len(browsers)
