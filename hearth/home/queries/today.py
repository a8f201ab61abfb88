"""What one person finds today, and what they find who were away."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import connection
from django.utils import timezone

from hearth.base.rows import ask, columns
from hearth.conversations.queries import across
from hearth.conversations.queries.pages import ListedThread
from hearth.groups.models import AgreementVersion, JoinRequest, Membership, WelcomeTask
from hearth.meetings.models import Meeting
from hearth.safety.queries.desk import responds

# From three weeks on somebody was away, whatever the reason; it is nobody's business and never counted.
AWAY = 21
SHOWN = 6
WHOLE_LIST = 3


@dataclass
class Offer:
    """A conversation that waits for a reply, and why this person might be the one."""

    thread: ListedThread
    why: str


def days_away(person, now: datetime) -> int:
    """How long somebody was away before today; 0 for a first visit."""
    today = timezone.localtime(now).date()
    before = person.last_visit_on if person.seen_on == today else person.seen_on
    return (today - before).days if before else 0


def last_here(person, now: datetime) -> datetime:
    """The beginning of the day of the last visit; on a first day, of this day."""
    today = timezone.localtime(now).date()
    before = (person.last_visit_on if person.seen_on == today else person.seen_on) or today
    return datetime.combine(before, time(), timezone.get_current_timezone())


def part_of_day(now: datetime) -> str:
    hour = timezone.localtime(now).hour
    return "night" if hour < 5 or hour >= 23 else "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def memberships_of(person) -> list[Membership]:
    return list(Membership.objects.of(person).select_related("group").order_by("group__name"))


COMING = """
SELECT {meetings} FROM meetings_meeting e
 WHERE e.group_id IN ({groups}) AND e.ended_on IS NULL AND e.next_starts_at >= %s ORDER BY e.next_starts_at, e.id LIMIT 2
"""


def next_meetings(here: across.Around, now: datetime) -> list[Meeting]:
    """The next two meetings of somebody's groups."""
    if not here.places:
        return []
    meetings = columns(Meeting, "e")
    sql = COMING.format(meetings=meetings.sql, groups=here.groups)
    return [meetings.read(row) for row in ask(sql, [connection.ops.adapt_datetimefield_value(now)])]


def today(person, now: datetime) -> dict:
    """Everything Today shows, with an end to each list."""
    here = across.around(person)
    since = last_here(person, now)
    return {
        "part": part_of_day(now),
        "places": here.places,
        "named": here.named,
        "meetings": next_meetings(here, now),
        "since": since,
        "replies": across.replies_to(here, since, WHOLE_LIST),
        "offer": offer(here),
        "fresh": across.said_to_since(here, since, SHOWN + 1),
        "keeps_desk": responds(person) or bool(here.chaired),
        **waiting(here, now),
    }


def offer(here: across.Around) -> Offer | None:
    """The one conversation that could use a reply most. One, because a list would be a debt."""
    for one in across.waiting_for(here, 1):
        why = "first" if one.is_first else "shares" if one.shares_note else "like" if one.same_intent else "waits"
        return Offer(one.thread, why)
    return None


def waiting(here: across.Around, now: datetime) -> dict:
    """What waits for those who welcome people or look after a group. Others are asked nothing for."""
    welcomes, requests, overdue = [], [], []
    if here.welcomes:
        welcomes = list(WelcomeTask.objects.visible_to(here.person).open_now().soonest_due_first()[:SHOWN])
    if here.chaired:
        requests = list(JoinRequest.objects.waiting().filter(group__in=here.chaired).longest_waiting_first()[:SHOWN])
        overdue = across.overdue(here, now, SHOWN)
    return {"welcomes": welcomes, "requests": requests, "overdue": overdue}


def returning(person, now: datetime) -> dict:
    """One quiet screen for somebody who was away: what changed, who is here for them, what comes next."""
    mine, here = memberships_of(person), across.around(person)
    groups = [membership.group_id for membership in mine]
    accepted = {}
    for version in AgreementVersion.objects.filter(acceptances__membership__in=mine).order_by("number"):
        accepted[version.group_id] = version
    newest = {}
    for version in AgreementVersion.objects.filter(group__in=groups).order_by("number"):
        newest[version.group_id] = version
    carers = Membership.objects.visible_to(person).filter(group__in=groups).looking_after().in_reading_order()
    return {
        "memberships": mine,
        "named": here.named,
        "meetings": next_meetings(here, now),
        "changed": {
            group_id: version
            for group_id, version in newest.items()
            if group_id not in accepted or accepted[group_id].number < version.number
        },
        "carers": _by_group(carers),
    }


def _by_group(memberships) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    for membership in memberships:
        found.setdefault(membership.group_id, []).append(membership)
    return found
