from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Count, Max, Min

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.conversations.models import Post, Response, Thread, Watch
from hearth.conversations.models.wording import stands_in
from hearth.conversations.queries.search import matching
from hearth.groups.models import Membership
from hearth.people.models import Person
from hearth.workshop.actions import demo, talk


def who(name: str) -> Person:
    return Person.objects.get(sign_in_name=name)


def test_counters_of_threads_are_what_publishing_would_have_left(house):
    assert Thread.objects.exists()
    counted = Thread.objects.annotate(
        said=Count("posts"), last=Max("posts__seq"), newest=Max("posts__created_at"), oldest=Min("posts__created_at")
    )
    for thread in counted.select_related("author").prefetch_related("posts"):
        assert thread.said == thread.last == thread.last_seq
        standing = [post for post in thread.posts.all() if post.withdrawn_at is None]
        assert thread.reply_count == len(standing) - 1
        assert (thread.oldest, thread.newest) == (thread.created_at, thread.last_post_at)
        others = [post.created_at for post in standing if post.author_id != thread.author_id]
        assert thread.first_reply_at == min(others, default=None)
        opening = thread.posts.get(seq=1)
        assert opening.is_opening
        assert opening.author_id == thread.author_id
        assert opening.anonymous == thread.anonymous


def test_nothing_is_written_in_the_future_or_before_its_author_came(house):
    assert not Post.objects.filter(created_at__gt=house).exists()
    assert not Response.objects.filter(at__gt=house).exists()
    for post in Post.objects.select_related("author"):
        assert post.created_at >= post.author.joined_at - timedelta(hours=12), post.pk


def test_folded_words_show_no_glimpse(house):
    assert Thread.objects.exclude(fold="").exists()
    assert not Thread.objects.exclude(fold="").exclude(glimpse="").exists()


def test_a_withdrawn_post_has_kept_its_place_and_lost_its_words(house):
    gone = Post.objects.exclude(withdrawn_at=None)
    assert gone.exists()
    assert set(gone.values_list("body", "html")) == {("", "")}


@pytest.mark.parametrize("hour", [3, 9, 15, 21])
def test_at_whatever_hour_it_is_filled_people_wrote_while_they_were_up(db, hour):
    now = datetime(2026, 3, 12, hour, 0, tzinfo=UTC)
    with clock.frozen(now):
        demo.fill(by=HEARTH)
    by_day = (
        Post.objects.filter(created_at__lt=now - talk.AS_TOLD)
        .exclude(group__name="Night Watch")
        .exclude(group__zone="America/Chicago")
    )
    hours = {post.created_at.astimezone(ZoneInfo(post.group.zone)).hour for post in by_day.select_related("group")}
    assert not hours & {1, 2, 3, 4, 5, 6}
    by_night = Post.objects.filter(group__name="Night Watch", created_at__lt=now - talk.AS_TOLD)
    hours = {post.created_at.astimezone(ZoneInfo("Europe/London")).hour for post in by_night}
    assert hours <= {22, 23, 0, 1, 2, 3, 4, 5, 6}


def test_moving_words_into_waking_hours_keeps_their_order(now):
    instants = [now - timedelta(hours=20) - timedelta(minutes=37) * step for step in range(2000)]
    for by_night in (False, True):
        moved = [talk.believable(instant, now, "Europe/London", by_night) for instant in instants]
        assert moved == sorted(moved, reverse=True)
        assert max(abs(one - other) for one, other in zip(moved, instants, strict=True)) < timedelta(hours=12)


def test_a_reply_waits_for_maya(house):
    mine = Thread.objects.get(title="Made it to the bus stop")
    maya = Membership.objects.get(person=who("maya"), group=mine.group)
    assert mine.author == maya
    assert mine.first_reply_at is not None


def test_amaras_first_words_wait_since_three_hours(house):
    thread = Thread.objects.get(author__person=who("amara"))
    assert thread.is_first
    assert thread.reply_count == 0
    assert timedelta(hours=3) <= house - thread.created_at < timedelta(hours=4)


def test_whoever_has_spoken_hears_when_it_goes_on(house):
    spoken = set(Post.objects.values_list("author_id", "thread_id"))
    assert set(Watch.objects.values_list("membership_id", "thread_id")) == spoken


def test_nobody_is_quoted_with_what_they_did_not_say(house):
    quoting = Post.objects.exclude(quoted=None).select_related("quoted")
    assert quoting.exists()
    for post in quoting:
        assert 0 < len(post.passage) <= 600
        assert stands_in(post.passage, post.quoted.body), post.passage


def test_words_can_be_found(house):
    maya = who("maya")
    mine = list(Membership.objects.of(maya).values_list("group_id", flat=True))
    assert matching("bus stop", mine)
