"""What one person finds today, and what they find who were away."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from hearth.conversations.models import Post, Thread
from hearth.groups.models import AgreementVersion, JoinRequest, Membership, WelcomeTask
from hearth.meetings.models import Meeting

# From three weeks on somebody was away, whatever the reason; it is nobody's business and never counted.
AWAY = 21
SHOWN = 6
WHOLE_LIST = 3


@dataclass
class Offer:
    """A conversation that waits for a reply, and why this person might be the one."""

    thread: Thread
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


def today(person, now: datetime) -> dict:
    """Everything Today shows, with an end to each list."""
    mine = memberships_of(person)
    groups = [membership.group_id for membership in mine]
    since = last_here(person, now)
    fresh = (
        Thread.objects.visible_to(person)
        .standing()
        .filter(last_post_at__gt=since)
        .exclude(author__person=person)
        .select_related("group", "author")
        .newest_first()
    )
    return {
        "part": part_of_day(now),
        "memberships": mine,
        "by_group": {membership.group_id: membership for membership in mine},
        "meetings": list(Meeting.objects.coming(now).filter(group__in=groups).select_related("group")[:2]),
        "since": since,
        "replies": list(
            Post.objects.replies_to(person, since)
            .select_related("author", "thread")
            .order_by("-created_at")[:WHOLE_LIST]
        ),
        "offer": offer(person),
        "fresh": list(fresh[: SHOWN + 1]) if groups else [],
        **waiting(mine, person, now),
    }


def offer(person) -> Offer | None:
    """The one conversation that could use a reply most. One, because a list would be a debt."""
    thread = Thread.objects.waiting_for(person).select_related("group", "author").first()
    if thread is None:
        return None
    why = "first" if thread.is_first else "shares" if thread.shares_note else "like" if thread.same_intent else "waits"
    return Offer(thread, why)


def waiting(mine: list[Membership], person, now: datetime) -> dict:
    """What waits for those who welcome people or look after a group. Others are asked nothing for."""
    welcomes, requests, overdue = [], [], []
    if any(membership.welcomes for membership in mine):
        welcomes = list(WelcomeTask.objects.visible_to(person).open_now().soonest_due_first()[:SHOWN])
    chaired = [membership.group_id for membership in mine if membership.looks_after]
    if chaired:
        requests = list(JoinRequest.objects.waiting().filter(group__in=chaired).longest_waiting_first()[:SHOWN])
        overdue = list(
            Thread.objects.visible_to(person)
            .overdue(now)
            .filter(group__in=chaired)
            .select_related("author")
            .order_by("reply_due_at")[:SHOWN]
        )
    return {"welcomes": welcomes, "requests": requests, "overdue": overdue}


def returning(person, now: datetime) -> dict:
    """One quiet screen for somebody who was away: what changed, who is here for them, what comes next."""
    mine = memberships_of(person)
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
        "meetings": list(Meeting.objects.coming(now).filter(group__in=groups).select_related("group")[:2]),
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
