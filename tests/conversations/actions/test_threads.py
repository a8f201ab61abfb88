import pytest
from allauth.mfa.models import Authenticator

from hearth.base import clock
from hearth.base.permissions import Denied
from hearth.conversations.actions import posts, threads
from hearth.conversations.models import Draft, Post, Thread, Watch
from hearth.groups.models import AgreementVersion
from hearth.groups.permissions import AgreementNeeded, SecondFactorNeeded, membership_of
from tests.cast import a_group, a_member
from tests.conversations.conftest import fresh


def test_a_thread_begins_with_one_post_and_a_clock(table, cast, now):
    thread = table.begin(cast.maya, body="Made it to the bus stop. Then home.", title="", intent="good_news")
    post = thread.posts.get()
    assert (post.seq, post.is_opening, post.html) == (1, True, "<p>Made it to the bus stop. Then home.</p>\n")
    assert (thread.title, thread.glimpse) == ("Made it to the bus stop", "Then home.")
    assert thread.is_first
    assert now < thread.reply_due_at < thread.second_due_at
    assert Watch.objects.of(thread).get().membership == cast.in_circle["maya"]


def test_the_second_thread_is_no_first_one(table, cast):
    assert table.begin(cast.maya).is_first
    assert not table.begin(cast.maya).is_first


def test_without_a_name_nobody_is_new(table, cast, now):
    """Neither the thread nor the next one under a name tells who wrote it."""
    nameless = table.begin(cast.maya, anonymous=True)
    assert not nameless.is_first
    assert table.begin(cast.maya).is_first
    later = table.begin(cast.maya, anonymous=True)
    assert not later.is_first
    assert later.reply_due_at == nameless.reply_due_at


def test_a_folded_thread_shows_nothing_of_its_words_in_lists(table, cast):
    thread = table.begin(cast.maya, body="On the ward.", title="", fold="a hospital stay")
    assert (thread.title, thread.glimpse) == ("", "")


def test_sending_twice_begins_one_thread(table, cast):
    first = table.begin(cast.maya, once="same")
    assert table.begin(cast.maya, once="same").pk == first.pk
    assert Thread.objects.count() == Post.objects.count() == 1


def test_the_draft_goes_with_the_words(table, cast):
    Draft.objects.create(person=cast.maya, group=cast.circle, fields={"body": "half"})
    table.begin(cast.maya)
    assert not Draft.objects.exists()


def test_only_members_begin(table, cast):
    with pytest.raises(Denied):
        table.begin(cast.omar)


def test_what_the_group_agreed_comes_first(table, cast):
    AgreementVersion.objects.create(group=cast.circle, number=2, points=[])
    with pytest.raises(AgreementNeeded):
        table.begin(cast.maya)


def test_someone_removed_while_writing_is_told_so(table, cast):
    maya = fresh(cast.maya)
    # Read once by the rule, ended before the rows are written.
    membership_of(maya, cast.circle)
    table.leave(cast.in_circle["maya"])
    with pytest.raises(posts.NoLongerHere):
        threads.begin(group=cast.circle, intent="listen", body="Words.", by=maya)


def test_an_ended_group_takes_nothing_new(cast):
    group = a_group("Over", closed_at=clock.now())
    a_member(group, cast.maya, "Robin")
    with pytest.raises(threads.GroupIsClosed):
        threads.begin(group=group, intent="listen", body="Words.", by=fresh(cast.maya))


def test_those_who_look_after_it_bring_a_thread_to_rest_and_wake_it(table, cast):
    thread = table.begin(cast.maya)
    with pytest.raises(Denied):
        threads.close(thread=fresh(thread), words="Enough for today.", by=fresh(cast.noor))
    threads.close(thread=fresh(thread), words="Enough for today.", by=fresh(cast.ruth))
    with pytest.raises(posts.ThreadIsClosed):
        table.reply(thread, cast.noor)
    threads.reopen(thread=fresh(thread), by=fresh(cast.ruth))
    assert table.reply(thread, cast.noor).seq == 2


def test_bringing_to_rest_takes_a_second_step_at_sign_in(table, cast):
    thread = table.begin(cast.maya)
    Authenticator.objects.filter(user=cast.ruth).delete()
    with pytest.raises(SecondFactorNeeded):
        threads.close(thread=fresh(thread), words="Enough for today.", by=fresh(cast.ruth))
