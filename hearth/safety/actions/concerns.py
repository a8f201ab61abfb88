"""Saying that someone may need someone."""

from datetime import datetime, timedelta

from hearth.base.events import announce
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.conversations.models import Post
from hearth.groups.models import Group
from hearth.groups.permissions import membership_of
from hearth.people.models import Person
from hearth.safety.events import ConcernRaised
from hearth.safety.live import poke_desk
from hearth.safety.models import Concern
from hearth.safety.permissions import Can

# What the one who is worried, or in need, is told to count on.
CLOCKS = {
    Concern.Level.TODAY: timedelta(hours=4),
    Concern.Level.SOON: timedelta(minutes=30),
    Concern.Level.NOW: timedelta(minutes=10),
}
LEVEL_OF_RISK = {"high": Concern.Level.SOON, "imminent": Concern.Level.NOW}
LONGEST = 6000


def is_graver(level: str, than: str) -> bool:
    return CLOCKS[Concern.Level(level)] < CLOCKS[Concern.Level(than)]


@deed
def raise_about(*, about, words: str, level: str, by: Person, now: datetime) -> Concern:
    """Put a worry about a post, a member or nobody in particular on the desk.

    Said twice by the same person about the same, it stays one worry: the words are added, and the graver clock runs.
    """
    require(by, Can.RAISE_CONCERN, about)
    post = about if isinstance(about, Post) else None
    member = post.author if post else about
    group = about.group if about is not None else None
    raised_by = membership_of(by, group) if group is not None else None
    standing = Concern.objects.waiting().filter(
        source=Concern.Source.MEMBER, post=post, about=member, group=group, raised_by=raised_by
    )
    if raised_by is None:
        standing = standing.filter(person=by)
    joined = _join(standing, words=words, level=level, now=now)
    if joined:
        return joined
    return _put_on_the_desk(
        Concern(
            source=Concern.Source.MEMBER,
            level=level,
            group=group,
            thread=post.thread if post else None,
            post=post,
            about=member,
            raised_by=raised_by,
            person=None if raised_by else by,
            words=words,
        ),
        now=now,
    )


@deed
def ask_for_oneself(*, group: Group | None, words: str, by: Person, now: datetime) -> Concern:
    """Ask for someone: those who look after the group chosen, or the house's responders when none is."""
    require(by, Can.ASK_FOR_SOMEONE)
    member = membership_of(by, group) if group is not None else None
    standing = Concern.objects.waiting().filter(source=Concern.Source.SELF, group=group).raised_by_person(by)
    joined = _join(standing, words=words, level=Concern.Level.SOON, now=now)
    if joined:
        return joined
    return _put_on_the_desk(
        Concern(
            source=Concern.Source.SELF,
            level=Concern.Level.SOON,
            group=group if member else None,
            about=member,
            raised_by=member,
            person=None if member else by,
            words=words,
        ),
        now=now,
    )


@deed
def notice(*, post: Post, risk: str, by, now: datetime) -> Concern | None:
    """Put a post on the desk because of its words, once. A risk below "high" is for its writer alone to hear about."""
    require(by, Can.NOTICE)
    level = LEVEL_OF_RISK.get(risk)
    if level is None:
        return None
    standing = Concern.objects.waiting().filter(source=Concern.Source.HOUSE, post=post)
    joined = _join(standing, words="", level=level, now=now)
    if joined:
        return joined
    return _put_on_the_desk(
        Concern(
            source=Concern.Source.HOUSE,
            level=level,
            group=post.group,
            thread=post.thread,
            post=post,
            about=post.author,
        ),
        now=now,
    )


def _join(standing, *, words: str, level: str, now: datetime) -> Concern | None:
    concern = standing.select_for_update(of=("self",)).first()
    if concern is None:
        return None
    if words and words not in concern.words:
        concern.words = f"{concern.words}\n\n{words}".strip()[-LONGEST:]
    if is_graver(level, concern.level):
        concern.level = level
        concern.due_at = min(concern.due_at, now + CLOCKS[Concern.Level(level)])
    concern.save(update_fields=["words", "level", "due_at"])
    poke_desk(concern)
    return concern


def _put_on_the_desk(concern: Concern, *, now: datetime) -> Concern:
    concern.created_at = now
    concern.due_at = now + CLOCKS[Concern.Level(concern.level)]
    concern.save(force_insert=True)
    poke_desk(concern)
    announce(ConcernRaised(concern_id=concern.pk))
    return concern
