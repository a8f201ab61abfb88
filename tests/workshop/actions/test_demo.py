from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.db.models import Count, Max, Min, Q

from hearth.base import clock
from hearth.base.permissions import HEARTH, Denied
from hearth.conversations.models import Post, Response, Thread
from hearth.groups.models import AgreementAcceptance, AgreementVersion, JoinRequest, Membership, WelcomeTask
from hearth.meetings.models import Meeting
from hearth.people.models import Person
from hearth.workshop.actions import demo


@pytest.fixture
def house(db, now):
    demo.fill(by=HEARTH)
    return now


def who(name: str) -> Person:
    return Person.objects.get(sign_in_name=name)


def test_a_filled_house_is_not_filled_twice(house):
    before = Person.objects.count()
    with pytest.raises(demo.HouseIsLivedIn):
        demo.fill(by=HEARTH)
    assert Person.objects.count() == before


def test_a_house_with_one_real_person_in_it_is_left_alone(cast):
    with pytest.raises(demo.HouseIsLivedIn):
        demo.fill(by=HEARTH)


def test_nobody_but_the_house_fills_or_empties_it(cast):
    for person in cast.people().values():
        with pytest.raises(Denied):
            demo.fill(by=person)
        with pytest.raises(Denied):
            demo.empty(by=person)


def test_where_there_is_no_workshop_the_house_does_not_either(db, settings):
    settings.WORKSHOP = False
    with pytest.raises(Denied):
        demo.fill(by=HEARTH)


@pytest.mark.django_db(transaction=True)
def test_emptied_and_filled_again_the_same_addresses_lead_to_the_same_things():
    with clock.frozen(datetime(2026, 3, 12, 15, 0, tzinfo=UTC)):
        demo.fill(by=HEARTH)
        before = set(Post.objects.values_list("id", "seq", "created_at", "body"))
        demo.empty(by=HEARTH)
        assert not Person.objects.exists()
        demo.fill(by=HEARTH)
    assert set(Post.objects.values_list("id", "seq", "created_at", "body")) == before


def test_counters_of_threads_are_what_publishing_would_have_left(house):
    assert Thread.objects.exists()
    counted = Thread.objects.annotate(
        said=Count("posts"), last=Max("posts__seq"), newest=Max("posts__created_at"), oldest=Min("posts__created_at")
    )
    for thread in counted.select_related("author").prefetch_related("posts"):
        assert thread.said == thread.last == thread.last_seq == thread.reply_count + 1
        assert (thread.oldest, thread.newest) == (thread.created_at, thread.last_post_at)
        others = [post.created_at for post in thread.posts.all() if post.author_id != thread.author_id]
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
        Post.objects.filter(created_at__lt=now - demo.AS_TOLD)
        .exclude(group__name="Night Watch")
        .exclude(group__zone="America/Chicago")
    )
    hours = {post.created_at.astimezone(ZoneInfo(post.group.zone)).hour for post in by_day.select_related("group")}
    assert not hours & {1, 2, 3, 4, 5, 6}
    by_night = Post.objects.filter(group__name="Night Watch", created_at__lt=now - demo.AS_TOLD)
    hours = {post.created_at.astimezone(ZoneInfo("Europe/London")).hour for post in by_night}
    assert hours <= {22, 23, 0, 1, 2, 3, 4, 5, 6}


def test_moving_words_into_waking_hours_keeps_their_order(now):
    instants = [now - timedelta(hours=20) - timedelta(minutes=37) * step for step in range(2000)]
    for by_night in (False, True):
        moved = [demo.believable(instant, now, "Europe/London", by_night) for instant in instants]
        assert moved == sorted(moved, reverse=True)
        assert max(abs(one - other) for one, other in zip(moved, instants, strict=True)) < timedelta(hours=12)


def test_the_cast_can_sign_in_with_one_passphrase_and_nobody_else_with_any(house):
    assert check_password(demo.PASSPHRASE, who("maya").password)
    assert not who("helen").has_usable_password()


def test_whoever_looks_after_others_has_a_second_factor(house):
    have = set(Authenticator.objects.values_list("user__sign_in_name", flat=True))
    assert {"ruth", "sam", "tess", "okello", "pilar"} <= have
    assert not have & {"maya", "noor", "omar"}
    leading = Membership.objects.looking_after().values_list("person__sign_in_name", flat=True)
    assert set(leading) <= have


def test_a_reply_waits_for_maya(house):
    mine = Thread.objects.get(title="Made it to the bus stop")
    maya = Membership.objects.get(person=who("maya"), group=mine.group)
    assert mine.author == maya
    assert mine.first_reply_at is not None


def test_ruth_has_someone_to_welcome_someone_to_answer_and_a_post_that_waited(house):
    circle = Membership.objects.get(person=who("ruth"), group__name="Steadying Circle").group
    assert JoinRequest.objects.waiting().filter(group=circle).count() == 1
    assert WelcomeTask.objects.open_now().filter(membership__group=circle, claimed_by=None).count() == 1
    assert Thread.objects.in_group(circle).overdue(house).exists()


def test_amaras_first_words_wait_since_three_hours(house):
    thread = Thread.objects.get(author__person=who("amara"))
    assert thread.is_first
    assert thread.reply_count == 0
    assert timedelta(hours=3) <= house - thread.created_at < timedelta(hours=4)


def test_sofia_was_here_five_months_ago(house):
    away = house.date() - who("sofia").seen_on
    assert 140 <= away.days <= 160


def test_an_agreement_has_changed_and_not_everyone_has_seen_it(house):
    circle = Membership.objects.get(person=who("ruth"), group__name="Steadying Circle").group
    newest = AgreementVersion.objects.get(group=circle, number=2)
    agreed = set(
        AgreementAcceptance.objects.filter(version=newest).values_list("membership__person__sign_in_name", flat=True)
    )
    assert "maya" in agreed
    assert not agreed & {"noor", "sofia"}
    posted = Post.objects.filter(group=circle, created_at__gt=newest.published_at).values_list(
        "author__person__sign_in_name", flat=True
    )
    assert set(posted) <= agreed


def test_everybody_has_agreed_to_something_in_every_group(house):
    assert not Membership.objects.filter(acceptances=None).exists()


def test_every_meeting_says_when_it_comes_next(house):
    assert Meeting.objects.exists()
    assert not Meeting.objects.filter(Q(next_starts_at=None) | Q(next_starts_at__lte=house)).exists()
