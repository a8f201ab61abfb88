"""The letter of the day: once, at the hour the person chose, and only if something new waits."""

from datetime import datetime

from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.groups.models import Membership
from hearth.notices.actions import errands, letters
from hearth.notices.models import Digest, DigestTime, Notice, Quiet, Way, Wishes
from hearth.notices.permissions import Can
from hearth.people.models import Person


def send_due(*, now: datetime, by) -> int:
    """Send the day's letter to everybody whose hour has come, each in a transaction of its own; count them."""
    require(by, Can.TELL)
    waiting = Notice.objects.standing().gathered().order_by("person").values_list("person", flat=True).distinct()
    return sum(send(person_id=person_id, now=now, by=by) for person_id in list(waiting))


@deed
def send(*, person_id: int, now: datetime, by) -> bool:
    """Send one person's letter of the day if its hour has come; say whether anything went out.

    Its hour is the chosen one, or, if that lies in their quiet hours, the end of these. What was gathered after
    the hour waits for the next day.
    """
    require(by, Can.TELL)
    person = Person.objects.select_for_update().active().filter(pk=person_id).first()
    if person is None:
        return False
    quiet = Quiet.of(person)
    on = quiet.day(now)
    hour = quiet.last(DigestTime.of(person), before=now)
    due = Notice.objects.of(person).standing().gathered().filter(gathered_at__lte=hour)
    if quiet.holds(now) or not due.exists() or Digest.objects.of(person).filter(on=on).exists():
        return False
    gathered = Notice.objects.of(person).gathered()
    mailed, knocked = _parts(person, now)
    gathered.update(gathered_at=None)
    if not mailed and not knocked:
        return False
    digest = Digest.objects.create(person=person, on=on, sent_at=now)
    if mailed:
        letters.write_digest(person=person, count=mailed, digest_id=digest.pk, now=now, by=by)
    if knocked:
        errands.knock(person=person, key=f"digest:{digest.pk}", now=now, by=by)
    return True


def _parts(person: Person, now: datetime) -> tuple[int, int]:
    """How many of the gathered things the person wants to hear of by e-mail, and how many by a knock."""
    wishes = Wishes.of(person, now)
    memberships = {membership.group_id: membership for membership in Membership.objects.of(person)}
    mailed = knocked = 0
    for notice in Notice.objects.visible_to(person).unseen().gathered().with_knocks():
        mine = wishes.within(memberships.get(notice.group_id)).about(notice.leading)
        mailed += mine.mail != Way.NONE
        knocked += mine.push != Way.NONE and not notice.knocked
    return mailed, knocked


@deed
def purge(*, before: datetime, by) -> None:
    """Forget which days had a letter, once nothing could be sent twice for them."""
    require(by, Can.TELL)
    Digest.objects.filter(sent_at__lt=before).delete()
