"""A group's own page: what a stranger may read of it, and what its members find there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection

from hearth.base.rows import ask, columns
from hearth.conversations.models import Thread
from hearth.conversations.queries import across, pages
from hearth.groups.models import AgreementVersion, Group, GroupTag, JoinRequest, Membership, WelcomeTask
from hearth.groups.models.tag import every_tag
from hearth.home.queries.finding import UNCONFIRMED_AFTER
from hearth.meetings.models import Meeting

# Long enough for the share to say something about the group and not about one week.
SEASON = timedelta(days=90)
SHOWN = 5
# How long the words a newcomer was welcomed with stay on the page.
NEW_FOR = timedelta(days=14)
# A share of a season does not change while somebody reads.
SHARE_HOLDS = 600


def leaflet(group: Group, person, now: datetime) -> dict:
    """What anybody may read before coming in. Nothing in it depends on who or how many are inside."""
    days = group.days_unconfirmed(now)
    codes = GroupTag.objects.filter(group=group).order_by("pk").values_list("code", flat=True)
    asked = JoinRequest.objects.last_of(person, group)
    return {
        "meetings": list(Meeting.objects.coming(now).filter(group=group)[:SHOWN]),
        "tags": [every_tag()[code] for code in codes if code in every_tag()],
        "agreement": AgreementVersion.objects.filter(group=group).newest(),
        "asked": asked if asked and asked in JoinRequest.objects.waiting() else None,
        "days": days,
        "unconfirmed": days >= UNCONFIRMED_AFTER,
    }


@dataclass(frozen=True, slots=True)
class Home:
    """A membership with its group, what the group has agreed, and whether this persona said yes to it."""

    membership: Membership
    agreement: AgreementVersion | None
    accepted: bool

    @property
    def group(self) -> Group:
        return self.membership.group


HOME = """
SELECT {mine}, {groups}, {agreed},
       EXISTS (SELECT 1 FROM groups_agreementacceptance c WHERE c.version_id = v.id AND c.membership_id = m.id)
  FROM groups_membership m
  JOIN groups_group g ON g.id = m.group_id
  LEFT JOIN groups_agreementversion v ON v.group_id = g.id
   AND v.number = (SELECT MAX(n.number) FROM groups_agreementversion n WHERE n.group_id = g.id)
 WHERE m.person_id = %s AND m.group_id = %s AND m.ended_at IS NULL
"""


def home_of(person, group_id: int) -> Home | None:
    """The person's membership with all that hangs on it: one question for the page asked for most."""
    if not person.is_authenticated:
        return None
    mine, groups, agreed = columns(Membership, "m"), columns(Group, "g"), columns(AgreementVersion, "v")
    rows = ask(HOME.format(mine=mine.sql, groups=groups.sql, agreed=agreed.sql), [person.pk, group_id])
    if not rows:
        return None
    *values, accepted = rows[0]
    membership = mine.read(values[: mine.count])
    membership.group = groups.read(values[mine.count : mine.count + groups.count])
    about_agreement = values[mine.count + groups.count :]
    agreement = agreed.read(about_agreement) if about_agreement[0] is not None else None
    return Home(membership, agreement, accepted=agreement is None or bool(accepted))


COMING = """
SELECT {meetings} FROM meetings_meeting e
 WHERE e.group_id = %s AND e.ended_on IS NULL AND e.next_starts_at >= %s
 ORDER BY e.next_starts_at, e.id LIMIT {limit}
"""


def coming(group_id: int, now: datetime) -> list[Meeting]:
    """The next meetings of a group, the soonest first."""
    meetings = columns(Meeting, "e")
    sql = COMING.format(meetings=meetings.sql, limit=SHOWN)
    return [meetings.read(row) for row in ask(sql, [group_id, connection.ops.adapt_datetimefield_value(now)])]


def conversations(home: Home, person, *, intent: str = "", before: str = "") -> dict:
    """One page of the group's conversations, perhaps of one kind only; an unknown kind means all of them."""
    intent = intent if intent in Thread.Intent.values else ""
    reader, carers = pages.reader_and_carers(home.membership)
    return {
        "group": home.group,
        "membership": home.membership,
        "threads": pages.list_page(reader, person, intent=intent, before=before),
        "carers": carers,
        "intent": intent,
    }


def group_home(home: Home, person, now: datetime, **asked) -> dict:
    """What a member finds at home: conversations, what comes next, who looks after it, what was agreed."""
    group = home.group
    return {
        "meetings": coming(group.pk, now),
        "agreement": home.agreement,
        "accepted": home.accepted,
        "days_unconfirmed": group.days_unconfirmed(now),
        "share": answered_share(group, now),
        "hello": hello_to(home.membership, now),
        **conversations(home, person, **asked),
        **duties(home.membership, person, now),
    }


def hello_to(membership: Membership, now: datetime) -> WelcomeTask | None:
    """What somebody wrote to welcome this newcomer; of members who have been here a while nothing is asked."""
    if now - membership.joined_at > NEW_FOR:
        return None
    return WelcomeTask.objects.done_in(membership).exclude(words="").first()


def answered_share(group: Group, now: datetime) -> float | None:
    """Which part of the season's conversations had a reply in time: the same for all, so it is asked now and then."""
    return cache.get_or_set(
        f"answered-share-{group.pk}", lambda: Thread.objects.answered_share(group, now - SEASON), SHARE_HOLDS
    )


def duties(membership: Membership, person, now: datetime) -> dict:
    """What waits for those who welcome or look after the group; nothing for others, and no question asked."""
    group = membership.group_id
    welcomes, overdue, requests = [], [], []
    if membership.welcomes:
        welcomes = list(
            WelcomeTask.objects.visible_to(person)
            .open_now()
            .filter(membership__group=group)
            .soonest_due_first()[:SHOWN]
        )
    if membership.looks_after:
        overdue = across.overdue(across.around(person), now, SHOWN, group_id=group)
        requests = list(JoinRequest.objects.waiting().filter(group=group).longest_waiting_first()[:SHOWN])
    return {"welcomes": welcomes, "overdue": overdue, "requests": requests}
