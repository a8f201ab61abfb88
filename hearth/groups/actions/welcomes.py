"""Welcoming newcomers, by name and within a day."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearth.base import live
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.transactions import deed
from hearth.groups.events import MemberWelcomed, WelcomeOverdue
from hearth.groups.models import Membership, WelcomeTask
from hearth.groups.permissions import Can, require

UNCLAIMED_FOR = timedelta(hours=18)


class SomeoneElseHasIt(Refusal):
    sentence = _("Someone else is already writing to them. Nothing was changed.")


class WelcomedAlready(Refusal):
    sentence = _("They have been welcomed already. Your words were not sent; they are below if you want them.")


class WordsAreMissing(Refusal):
    sentence = _("A line is enough, but it needs one.")


def _held(task: WelcomeTask) -> WelcomeTask:
    task = WelcomeTask.objects.select_for_update(of=("self",)).select_related("membership__group").get(pk=task.pk)
    if task.done_at is not None or task.membership.ended_at is not None:
        raise WelcomedAlready
    return task


@deed
def claim(*, task: WelcomeTask, by, now: datetime) -> WelcomeTask:
    """Say “I’ll write to them”, so that a newcomer is not greeted twice or by nobody."""
    require(by, Can.WELCOME, task.group)
    task = _held(task)
    mine = Membership.objects.of(by).get(group=task.membership.group_id)
    if task.claimed_by_id not in {None, mine.pk}:
        raise SomeoneElseHasIt
    task.claimed_by, task.claimed_at = mine, now
    task.save(update_fields=["claimed_by", "claimed_at"])
    live.poke("group", mine.group_id)
    return task


@deed
def let_go(*, task: WelcomeTask, by) -> WelcomeTask:
    """Give a claimed welcome back, so that someone else can do it."""
    require(by, Can.WELCOME, task.group)
    task = _held(task)
    if task.claimed_by_id != Membership.objects.of(by).get(group=task.membership.group_id).pk:
        raise SomeoneElseHasIt
    task.claimed_by = task.claimed_at = None
    task.save(update_fields=["claimed_by", "claimed_at"])
    live.poke("group", task.membership.group_id)
    return task


@deed
def welcome(*, task: WelcomeTask, words: str, by, now: datetime) -> WelcomeTask:
    """Welcome a newcomer with a few words that they will read."""
    require(by, Can.WELCOME, task.group)
    task = _held(task)
    if not words.strip():
        raise WordsAreMissing
    mine = Membership.objects.of(by).get(group=task.membership.group_id)
    task.words, task.done_by, task.done_at = words, mine, now
    task.claimed_by = task.claimed_by or mine
    task.claimed_at = task.claimed_at or now
    task.save(update_fields=["words", "done_by", "done_at", "claimed_by", "claimed_at"])
    live.poke("group", mine.group_id)
    announce(MemberWelcomed(membership_id=task.membership_id, by_id=mine.pk))
    return task


@deed
def chase(*, now: datetime, by) -> int:
    """Warn once about each newcomer nobody has taken on for 18 hours, or nobody has welcomed in time."""
    require(by, Can.KEEP_TIME)
    waiting = WelcomeTask.objects.open_now().filter(overdue_told_at=None)
    overdue = waiting.filter(
        Q(claimed_by=None, created_at__lte=now - UNCLAIMED_FOR) | Q(due_at__lte=now)
    ).select_related("membership")
    told = 0
    for task in overdue:
        told += WelcomeTask.objects.filter(pk=task.pk, overdue_told_at=None).update(overdue_told_at=now)
        announce(WelcomeOverdue(membership_id=task.membership_id, group_id=task.membership.group_id))
    return told
