"""Questions others ask about conversations: who waits, who was answered, who is told."""

from datetime import timedelta

import pytest

from hearth.base import clock
from hearth.conversations.actions import keeping
from hearth.conversations.models import Post, Thread, Watch
from hearth.conversations.queries import across
from hearth.groups.models import Membership
from tests.cast import a_member, a_person, a_thread
from tests.conversations.conftest import fresh


def waiting(person):
    return across.waiting_for(across.around(fresh(person)), 20)


def replies_to(person, since):
    return [post.id for post in across.replies_to(across.around(fresh(person)), since, 20)]


def overdue_in(group, now, person):
    return [late.thread.id for late in across.overdue(across.around(fresh(person)), now, 20, group_id=group.pk)]


def test_those_who_wait_longest_for_a_first_answer_come_first_and_first_posts_before_all(cast, table):
    old = a_thread(cast.in_circle["maya"], created_at=clock.now() - timedelta(days=1))
    first = table.begin(cast.ruth)
    assert [one.thread.pk for one in waiting(cast.noor)] == [first.pk, old.pk]


def test_what_is_shared_comes_sooner_and_says_so(cast, table):
    mine = table.begin(cast.noor, intent="ideas", notes=["panic"])
    plain = table.begin(cast.maya, intent="helped")
    same_wish = table.begin(cast.maya, intent="ideas")
    same_note = table.begin(cast.maya, intent="helped", notes=["panic", "work"])
    Thread.objects.update(is_first=False)
    found = waiting(cast.noor)
    assert [one.thread.pk for one in found] == [same_note.pk, same_wish.pk, plain.pk]
    assert [(one.shares_note, one.same_intent) for one in found] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert mine.pk not in [one.thread.pk for one in found]


def test_nobody_is_asked_to_answer_what_is_not_for_them(cast, table):
    threads = {name: table.begin(cast.maya) for name in ("answered", "folded", "open")}
    table.reply(threads["answered"], cast.ruth)
    Thread.objects.filter(pk=threads["folded"].pk).update(notes=["grief"])
    cast.noor.folded_notes = ["grief"]
    cast.noor.save()
    assert [one.thread.pk for one in waiting(cast.noor)] == [threads["open"].pk]
    assert waiting(cast.maya) == []
    assert waiting(cast.omar) == []
    table.mute(cast.in_circle["noor"], cast.in_circle["maya"])
    assert waiting(cast.noor) == []


def test_a_mute_does_not_tell_who_wrote_an_anonymous_thread(cast, table):
    table.begin(cast.maya, anonymous=True)
    table.mute(cast.in_circle["noor"], cast.in_circle["maya"])
    assert len(waiting(cast.noor)) == 1


def test_a_share_is_told_only_of_enough_threads(cast, table):
    since = clock.now() - timedelta(days=7)
    threads = [table.begin(cast.maya) for _one in range(4)]
    assert Thread.objects.answered_share(cast.circle, since) is None
    threads.append(table.begin(cast.maya))
    table.reply(threads[0], cast.noor)
    assert Thread.objects.answered_share(cast.circle, since) == pytest.approx(0.2)


def test_overdue_is_what_waits_too_long_in_this_group(cast, table):
    thread = table.begin(cast.maya)
    table.begin(cast.omar, group=cast.other)
    late = thread.reply_due_at + timedelta(minutes=1)
    assert overdue_in(cast.circle, late, cast.ruth) == [thread.pk]
    assert overdue_in(cast.other, late, cast.ruth) == overdue_in(cast.circle, late, cast.noor) == []
    assert overdue_in(cast.circle, clock.now(), cast.ruth) == []


def test_replies_to_me_are_those_of_others_in_threads_i_began(cast, table):
    since = clock.now() - timedelta(hours=1)
    thread = table.begin(cast.maya)
    reply = table.reply(thread, cast.noor)
    table.reply(thread, cast.maya)
    assert replies_to(cast.maya, since) == [reply.pk]
    assert not replies_to(cast.noor, since)
    assert not replies_to(cast.maya, clock.now())


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("blocked", [None, ("maya", "noor"), ("noor", "maya"), ("teo", "noor"), ("ruth", "noor")])
def test_an_audience_is_made_of_those_who_follow_and_would_see_it(cast, table, blocked, anonymous):
    cast.in_circle["teo"] = a_member(cast.circle, a_person("teo"), "Marigold")
    teo = cast.in_circle["teo"].person
    thread = table.begin(cast.maya, anonymous=anonymous)
    for person in (cast.noor, cast.ruth, teo, cast.maya):
        keeping.follow(thread=fresh(thread), wanted=True, by=fresh(person))
    if blocked:
        table.block(*(cast.in_circle[name] for name in blocked))
    post = table.reply(thread, teo)
    told = {watch.membership_id for watch in Watch.objects.audience(post)}
    would_see = {
        membership.pk
        for membership in Membership.objects.filter(group=cast.circle)
        if Post.objects.visible_to(membership.person).filter(pk=post.pk).exists()
    }
    assert told == would_see - {post.author_id}


def test_an_audience_leaves_out_those_who_asked_for_quiet_and_those_who_left(cast, table):
    thread = table.begin(cast.maya)
    table.reply(thread, cast.ruth)
    keeping.follow(thread=fresh(thread), wanted=False, by=fresh(cast.maya))
    post = table.reply(thread, cast.noor)
    assert [watch.membership for watch in Watch.objects.audience(post)] == [cast.in_circle["ruth"]]
    table.mute(cast.in_circle["ruth"], cast.in_circle["noor"])
    assert not Watch.objects.audience(post).exists()
    table.leave(cast.in_circle["ruth"])
    assert not Watch.objects.audience(post).exists()
