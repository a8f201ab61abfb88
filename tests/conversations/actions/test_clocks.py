from datetime import timedelta

import pytest

from hearth.base import clock, events
from hearth.base.permissions import HEARTH, Denied
from hearth.conversations import tasks
from hearth.conversations.actions import clocks, posts, threads
from hearth.conversations.events import ReplyOverdue
from tests.conversations.conftest import fresh


@pytest.fixture
def told(monkeypatch):
    """What is announced about overdue replies: (stage, thread), through a listener of our own."""
    heard = []
    listener = events.Listener(
        name="tests.overdue",
        function=lambda fact: heard.append((fact.stage, fact.thread_id)),
        fact=ReplyOverdue,
        alongside=True,
    )
    monkeypatch.setitem(events._listeners, ReplyOverdue, [listener])
    return heard


def chase(at):
    return clocks.chase(now=at, by=HEARTH)


def test_greeters_are_told_when_due_and_facilitators_at_twice_the_time_once_each(table, cast, told):
    thread = table.begin(cast.maya)
    assert chase(thread.reply_due_at - timedelta(minutes=1)) == 0
    for _round in range(3):
        chase(thread.reply_due_at)
    assert told == [("greeters", thread.pk)]
    for _round in range(3):
        chase(thread.second_due_at)
    assert told == [("greeters", thread.pk), ("facilitators", thread.pk)]


def test_nobody_is_told_about_what_was_answered_closed_or_taken_back(table, cast, told):
    answered, closed, gone = (table.begin(cast.maya) for _one in range(3))
    table.reply(answered, cast.noor)
    threads.close(thread=fresh(closed), words="Rest.", by=fresh(cast.ruth))
    posts.withdraw(post=gone.posts.get(), by=fresh(cast.maya))
    assert chase(clock.now() + timedelta(days=9)) == 0
    assert told == []


def test_an_answer_after_the_first_call_spares_the_second(table, cast, told):
    thread = table.begin(cast.maya)
    chase(thread.reply_due_at)
    table.reply(thread, cast.noor)
    assert chase(thread.second_due_at) == 0


def test_only_the_house_chases(cast):
    with pytest.raises(Denied):
        clocks.chase(now=clock.now(), by=cast.ruth)


def test_the_task_looks_first_and_chases_what_is_due(table, cast, told, django_assert_num_queries):
    thread = table.begin(cast.maya)
    with django_assert_num_queries(1):
        tasks.chase()
    with clock.frozen(thread.reply_due_at):
        tasks.chase()
    assert told == [("greeters", thread.pk)]
