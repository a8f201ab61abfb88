"""A group's own page: what a stranger may read of it, and what its members find there."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from hearth.conversations.models import Thread
from hearth.conversations.queries import pages
from hearth.groups.models import AgreementVersion, Group, GroupTag, JoinRequest, Membership, WelcomeTask
from hearth.groups.models.tag import every_tag
from hearth.home.queries.finding import UNCONFIRMED_AFTER
from hearth.meetings.models import Meeting

# Long enough for the share to say something about the group and not about one week.
SEASON = timedelta(days=90)
SHOWN = 5


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


def home_of(person, group_id: int) -> Membership | None:
    """The person's membership together with its group: one question for the page asked for most."""
    return Membership.objects.of(person).filter(group=group_id).select_related("group").first()


def conversations(membership: Membership, person, *, intent: str = "", before: str = "") -> dict:
    """One page of the group's conversations, perhaps of one kind only; an unknown kind means all of them."""
    intent = intent if intent in Thread.Intent.values else ""
    return {
        "group": membership.group,
        "membership": membership,
        "threads": pages.list_page(membership, person, intent=intent, before=before),
        "intent": intent,
    }


def group_home(membership: Membership, person, now: datetime, **asked) -> dict:
    """What a member finds at home: conversations, what comes next, who looks after it, what was agreed."""
    group = membership.group
    accepted = membership.acceptances.filter(version=OuterRef("pk"))
    agreement = AgreementVersion.objects.filter(group=group).annotate(is_accepted=Exists(accepted)).newest()
    return {
        "meetings": list(Meeting.objects.coming(now).filter(group=group)[:SHOWN]),
        "carers": list(Membership.objects.visible_to(person).filter(group=group).looking_after().in_reading_order()),
        "agreement": agreement,
        "accepted": agreement is None or agreement.is_accepted,
        "days_unconfirmed": group.days_unconfirmed(now),
        "share": Thread.objects.answered_share(group, now - SEASON),
        **conversations(membership, person, **asked),
        **duties(membership, person, now),
    }


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
        overdue = list(Thread.objects.visible_to(person).overdue_in(group, now)[:SHOWN])
        requests = list(JoinRequest.objects.waiting().filter(group=group).longest_waiting_first()[:SHOWN])
    return {"welcomes": welcomes, "overdue": overdue, "requests": requests}
