from datetime import timedelta

import pytest

from hearth.base.permissions import HEARTH, Denied
from hearth.groups.actions import welcomes
from hearth.groups.models import Membership, WelcomeTask
from tests.cast import a_member, a_person


@pytest.fixture
def task(cast, ana, now):
    fern = a_member(cast.circle, ana, "Fern", joined_at=now)
    return WelcomeTask.objects.create(membership=fern, created_at=now, due_at=now + timedelta(hours=24))


def test_a_greeter_takes_it_on_and_says_hello(cast, greeter, task, now):
    welcomes.claim(task=task, by=greeter.person, now=now)
    with pytest.raises(welcomes.SomeoneElseHasIt):
        welcomes.claim(task=task, by=cast.ruth, now=now)
    welcomes.welcome(task=task, words="Good that you came.", by=greeter.person, now=now)
    done = WelcomeTask.objects.done_in(task.membership).get()
    assert (done.words, done.done_by, done.done_at) == ("Good that you came.", greeter, now)


def test_a_facilitator_may_say_hello_even_if_someone_else_meant_to(cast, greeter, task, now):
    welcomes.claim(task=task, by=greeter.person, now=now)
    assert welcomes.welcome(task=task, words="Hello.", by=cast.ruth, now=now).done_by == cast.in_circle["ruth"]


def test_a_second_hello_is_not_sent(cast, greeter, task, now):
    welcomes.welcome(task=task, words="Hello.", by=cast.ruth, now=now)
    with pytest.raises(welcomes.WelcomedAlready):
        welcomes.welcome(task=task, words="Hello again.", by=greeter.person, now=now)


def test_what_was_taken_on_can_be_given_back_by_whoever_has_it(cast, greeter, task, now):
    welcomes.claim(task=task, by=greeter.person, now=now)
    with pytest.raises(welcomes.SomeoneElseHasIt):
        welcomes.let_go(task=task, by=cast.ruth)
    welcomes.let_go(task=task, by=greeter.person)
    welcomes.claim(task=task, by=cast.ruth, now=now)


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_a_hello_needs_words(cast, task, now, words):
    with pytest.raises(welcomes.WordsAreMissing):
        welcomes.welcome(task=task, words=words, by=cast.ruth, now=now)


@pytest.mark.parametrize("who", ["maya", "noor", "omar", "sam", "tess"])
def test_members_and_strangers_are_not_asked_to_welcome(cast, task, now, who):
    with pytest.raises(Denied):
        welcomes.claim(task=task, by=getattr(cast, who), now=now)


@pytest.mark.parametrize(
    ("hours", "claimed", "told"), [(17, False, 0), (18, False, 1), (18, True, 0), (23, True, 0), (24, True, 1)]
)
def test_the_clock_warns_when_nobody_has_taken_it_on_or_nobody_has_written(
    cast, greeter, task, now, hours, claimed, told
):
    if claimed:
        welcomes.claim(task=task, by=greeter.person, now=now)
    later = now + timedelta(hours=hours)
    assert welcomes.chase(now=later, by=HEARTH) == told
    assert welcomes.chase(now=later + timedelta(minutes=1), by=HEARTH) == 0, "never twice"


def test_nobody_is_chased_for_someone_who_left(cast, task, now):
    Membership.objects.filter(pk=task.membership_id).update(ended_at=now)
    assert welcomes.chase(now=now + timedelta(days=2), by=HEARTH) == 0


def test_the_share_of_hellos_within_a_day_is_told_from_five_newcomers_on(cast, now):
    def newcomer(number, days_ago, hours_until_hello):
        joined = now - timedelta(days=days_ago)
        member = a_member(cast.circle, a_person(f"new-{number}"), f"Heron {number}", joined_at=joined)
        WelcomeTask.objects.create(
            membership=member,
            created_at=joined,
            due_at=joined + timedelta(hours=24),
            done_at=joined + timedelta(hours=hours_until_hello) if hours_until_hello else None,
        )

    for number, hello in enumerate([2, 23, 30, None]):
        newcomer(number, 3, hello)
    assert cast.circle.memberships.share_welcomed(now) is None
    newcomer(4, 5, 1)
    newcomer(5, 0, None)  # whose day is not over
    newcomer(6, 120, 1)  # long ago
    assert cast.circle.memberships.share_welcomed(now) == (3, 5)
