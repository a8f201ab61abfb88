from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hearth.base import clock
from hearth.base.permissions import HEARTH, Denied
from hearth.conversations.models import ReadMark
from hearth.delivery.models import Letter
from hearth.groups.models import Block, Membership
from hearth.notices.actions import errands, notices
from hearth.notices.models import Errand, Kind, Notice, Quiet
from tests.cast import a_thread
from tests.notices.conftest import AFTERNOON, carry

pytestmark = pytest.mark.django_db


def due_of(notice) -> Errand:
    return Errand.objects.waiting().get(notice=notice)


# ── when ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_letter_goes_out_within_twenty_minutes(offer, with_mail, cast, afternoon, go_out):
    with_mail(cast.maya)
    due = due_of(offer()).due_at
    assert afternoon <= due <= afternoon + timedelta(minutes=20)
    assert go_out(due - timedelta(seconds=1)) == 0 if due > afternoon else True
    assert go_out(due) == 1
    assert Letter.objects.get().address == cast.maya.email


def test_times_of_letters_do_not_follow_the_times_of_posts(offer, with_mail, cast, afternoon):
    """Twenty letters about things a minute apart: laid side by side, their delays tell nothing."""
    with_mail(cast.maya, daily_cap=100)
    delays = set()
    for number in range(20):
        now = afternoon + timedelta(minutes=number)
        notice = offer(about=f"thread:{number}", now=now)
        delays.add(round((due_of(notice).due_at - now).total_seconds()))
    assert len(delays) > 12
    assert max(delays) - min(delays) > 240


def test_in_the_night_it_waits_for_the_morning(offer, with_mail, cast, go_out):
    with_mail(cast.maya, zone="Europe/London")
    night = datetime(2026, 11, 24, 23, tzinfo=UTC)
    with clock.frozen(night):
        due = due_of(offer(now=night))
        assert go_out(night + timedelta(hours=2)) == 0
    morning = datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert morning <= due.due_at <= morning + timedelta(minutes=20)
    assert due.on == morning.date()


def test_what_is_urgent_goes_at_once_at_any_hour_over_any_limit(offer, with_mail, cast, go_out):
    with_mail(cast.maya, daily_cap=0)
    night = datetime(2026, 11, 24, 3, tzinfo=UTC)
    with clock.frozen(night):
        offer(urgent=True)
        assert Letter.objects.get().urgent
        assert go_out(night) == 0, "it has gone already"


def test_what_becomes_urgent_does_not_wait_behind_what_was_not(offer, with_mail, cast, go_out):
    with_mail(cast.maya)
    night = datetime(2026, 11, 24, 23, tzinfo=UTC)
    with clock.frozen(night):
        offer()
        offer(urgent=True)
    assert Letter.objects.get().urgent
    assert not Errand.objects.waiting().exists()


def test_urgent_is_no_way_around_a_no(offer, cast, with_mail, afternoon, go_out):
    with_mail(cast.maya, letters="none")
    offer(urgent=True)
    with_mail(cast.noor)
    cast.noor.memberships.update(notices="none")
    offer(person=cast.noor, urgent=True)
    assert go_out() == 0


# ── how much ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_over_the_limit_waits_for_the_letter_of_the_day(offer, with_mail, cast, afternoon, go_out):
    with_mail(cast.maya, daily_cap=2)
    told = [offer(about=f"thread:{number}") for number in range(4)]
    assert Errand.objects.waiting().count() == 2
    assert set(Notice.objects.gathered()) == {told[2], told[3]}


def test_each_group_has_its_own_limit(offer, with_mail, cast, afternoon):
    with_mail(cast.maya, daily_cap=1)
    offer()
    elsewhere = a_thread(cast.in_other["omar"])
    offer(group=cast.other, thread=elsewhere, about="thread:elsewhere")
    assert Errand.objects.waiting().count() == 2


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cap=st.integers(0, 3),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"]),
    hours=st.tuples(st.integers(0, 23), st.integers(0, 23)),
    steps=st.lists(
        st.tuples(st.integers(0, 600), st.integers(0, 5), st.booleans(), st.booleans()), min_size=1, max_size=14
    ),
)
def test_never_more_in_a_day_than_allowed_and_never_in_the_quiet_hours(transactional_steps, cap, zone, hours, steps):
    """Whatever happens, in whatever order, however late the worker: what has gone out keeps the promises."""
    maya, offer, go_out = transactional_steps(cap, zone, hours)
    quiet, now = Quiet.of(maya), AFTERNOON
    for minutes, thing, looks, worker_is_up in steps:
        now += timedelta(minutes=minutes)
        with clock.frozen(now):
            offer(about=f"thread:{thing}", now=now)
            if worker_is_up:
                go_out(now)
            if looks:
                notices.see_all(until=now, now=now, by=maya)
    with clock.frozen(now + timedelta(days=2)):
        go_out(now + timedelta(days=2))
    sent = Errand.objects.sent()
    assert not any(quiet.holds(errand.sent_at) for errand in sent)
    assert all(count <= cap for count in Counter(quiet.day(errand.sent_at) for errand in sent).values())
    assert all(errand.on == quiet.day(errand.sent_at) for errand in sent)


@pytest.fixture
def transactional_steps(cast, with_mail, offer, go_out):
    """Each example begins with a Maya to whom nothing has been told yet."""

    def begun(cap, zone, hours):
        Notice.objects.all().delete()
        Letter.objects.all().delete()
        begins, ends = (time(hour) for hour in hours)
        maya = with_mail(cast.maya, daily_cap=cap, zone=zone, quiet_from=begins, quiet_until=ends)
        return maya, offer, go_out

    return begun


# ── not twice ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_ten_replies_are_one_letter(offer, with_mail, cast, afternoon, go_out):
    with_mail(cast.maya)
    for number in range(10):
        offer(now=afternoon + timedelta(minutes=number))
    assert go_out() == 1
    offer(now=afternoon + timedelta(hours=1))
    assert not Errand.objects.waiting().exists(), "they have not looked at the first one yet"
    assert Letter.objects.count() == 1


def test_once_looked_at_the_next_reply_is_told_again(offer, with_mail, cast, afternoon, go_out):
    with_mail(cast.maya)
    notice = offer()
    go_out()
    later = afternoon + timedelta(hours=1)
    with clock.frozen(later):
        notices.see(notice=notice, now=later, by=cast.maya)
        offer(now=later + timedelta(minutes=1))
        assert Errand.objects.waiting().count() == 1


def test_running_twice_sends_once(offer, with_mail, cast, afternoon, go_out):
    with_mail(cast.maya)
    offer()
    assert (go_out(), go_out()) == (1, 0)
    assert Letter.objects.count() == 1


def test_thanks_and_words_of_response_stay_in_the_house(offer, with_mail, with_browser, cast, afternoon):
    with_mail(cast.maya)
    with_browser(cast.maya)
    offer(kind=Kind.THANKS)
    offer(kind=Kind.RESPONSE)
    assert not Errand.objects.exists()
    assert not Notice.objects.gathered().exists()


# ── looked at once more ───────────────────────────────────────────────────────────────────────────────────────
def leave(cast):
    Membership.objects.filter(pk=cast.in_circle["maya"].pk).update(ended_at=clock.now(), ended_how="left")


def switch_off(cast):
    type(cast.maya).objects.filter(pk=cast.maya.pk).update(letters="none")


def say_nothing_of_this_group(cast):
    cast.maya.memberships.update(notices="none")


def go_quiet(cast):
    cast.maya.memberships.update(quiet_since=clock.now())


def lose_confirmation(cast):
    EmailAddress.objects.update(verified=False)


def read_it_there(cast):
    thread = Notice.objects.get().thread
    ReadMark.objects.create(membership=cast.in_circle["maya"], thread=thread, seq=1, at=clock.now())


def look_at_the_bell(cast):
    notices.see_all(until=clock.now(), now=clock.now(), by=cast.maya)


def withdraw_the_thread(cast):
    Notice.objects.get().thread.__class__.objects.update(withdrawn_at=clock.now())


@pytest.mark.parametrize(
    "meanwhile",
    [
        leave,
        switch_off,
        say_nothing_of_this_group,
        go_quiet,
        lose_confirmation,
        read_it_there,
        look_at_the_bell,
        withdraw_the_thread,
    ],
)
def test_a_letter_is_not_sent_when_meanwhile(meanwhile, offer, with_mail, cast, afternoon, go_out):
    with_mail(cast.maya)
    offer()
    meanwhile(cast)
    assert go_out() == 0
    assert not Letter.objects.exists()
    assert not Errand.objects.waiting().exists()


def test_a_letter_about_somebody_one_has_parted_from_is_not_sent(offer, with_mail, cast, afternoon, go_out):
    with_mail(cast.noor)
    offer(person=cast.noor)
    Block.objects.create(blocker=cast.in_circle["noor"], blocked=cast.in_circle["maya"])
    assert go_out() == 0


def test_a_worker_that_was_down_over_night_keeps_to_the_quiet_hours(offer, with_mail, cast, afternoon, go_out):
    with_mail(cast.maya)
    notice = offer()
    assert go_out(datetime(2026, 11, 25, 3, tzinfo=UTC)) == 0
    assert due_of(notice).due_at >= datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert go_out(datetime(2026, 11, 25, 9, tzinfo=UTC)) == 1


# ── the whole way ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_a_letter_travels_the_whole_way_to_one_reader(offer, with_mail, cast, go_out, settings):
    with clock.frozen(AFTERNOON):
        with_mail(cast.maya)
        offer()
        later = AFTERNOON + timedelta(minutes=30)
        go_out(later)
        assert carry(later) == 1
    [letter] = mail.outbox
    assert letter.recipients() == ["maya@members.example"]
    assert letter.subject == "Something is waiting for you"
    assert "/n/" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for word in ("Steadying Circle", "Slow Kettle", "Paper Boat", "Nights are long", "I wake at three", "maya"):
        assert word not in letter.subject + letter.body


def test_a_rolled_back_deed_leaves_no_letter(offer, with_mail, cast, afternoon):
    with_mail(cast.maya)
    with transaction.atomic():
        offer()
        transaction.set_rollback(True)
    assert not Notice.objects.exists() and not Errand.objects.exists()


def test_a_knock_goes_to_every_browser_that_is_signed_in(offer, with_browser, cast, afternoon, go_out, client):
    cast.maya.memberships.update(notices="each")
    with_browser(cast.maya, "kitchen")
    with_browser(cast.maya, "bedroom", client=Client())
    offer()
    assert go_out() == 1
    knocks = Letter.objects.filter(channel="push")
    assert {letter.address.rsplit("/", 1)[-1] for letter in knocks} == {"kitchen", "bedroom"}
    assert {letter.text for letter in knocks} == {"Hearth: something is waiting"}


def test_a_browser_that_signed_out_is_not_knocked_at(offer, with_browser, cast, afternoon, go_out, client):
    cast.maya.memberships.update(notices="each")
    with_browser(cast.maya)
    offer()
    client.logout()
    assert go_out() == 0
    assert not Letter.objects.exists()


def test_one_errand_may_go_both_ways(offer, with_mail, with_browser, cast, afternoon, go_out):
    with_mail(cast.maya)
    with_browser(cast.maya)
    offer()
    go_out()
    assert sorted(Letter.objects.values_list("channel", flat=True)) == ["email", "push"]
    assert Errand.objects.counted(person=cast.maya, group=cast.circle, on=AFTERNOON.date()).count() == 1


def test_only_the_house_sends(cast, afternoon):
    with pytest.raises(Denied):
        errands.run_due(now=afternoon, by=cast.maya)
    assert errands.run_due(now=afternoon, by=HEARTH) == 0
