"""Saying that someone may need someone."""

from datetime import timedelta

import pytest

from hearth.base.permissions import HEARTH, Denied
from hearth.safety.actions import concerns, desk
from hearth.safety.models import Concern


@pytest.mark.parametrize(
    ("level", "within"),
    [("today", timedelta(hours=4)), ("soon", timedelta(minutes=30)), ("now", timedelta(minutes=10))],
)
def test_each_level_has_its_clock(cast, post, now, level, within):
    concern = concerns.raise_about(about=post, words="", level=level, by=cast.noor, now=now)
    assert concern.due_at == now + within


def test_a_worry_knows_about_whom_where_and_from_whom(cast, post, now):
    concern = concerns.raise_about(about=post, words="She sounded far away.", level="today", by=cast.noor, now=now)
    assert concern.about == cast.in_circle["maya"]
    assert concern.raised_by == cast.in_circle["noor"]
    assert (concern.group, concern.thread, concern.post) == (cast.circle, post.thread, post)
    assert concern.person is None


def test_a_worry_about_nobody_in_particular_keeps_who_to_answer(cast, now):
    concern = concerns.raise_about(about=None, words="Someone in the kitchen.", level="today", by=cast.omar, now=now)
    assert (concern.group, concern.about, concern.raised_by) == (None, None, None)
    assert concern.person == cast.omar


def test_said_twice_it_stays_one_worry_with_both_words_and_the_graver_clock(cast, post, now):
    first = concerns.raise_about(about=post, words="I’m not sure.", level="today", by=cast.noor, now=now)
    later = now + timedelta(minutes=5)
    again = concerns.raise_about(about=post, words="Now I am.", level="soon", by=cast.noor, now=later)
    assert again.pk == first.pk
    assert Concern.objects.count() == 1
    assert again.words == "I’m not sure.\n\nNow I am."
    assert (again.level, again.due_at) == ("soon", later + timedelta(minutes=30))


def test_a_milder_second_word_never_gives_more_time(cast, post, now):
    first = concerns.raise_about(about=post, words="", level="soon", by=cast.noor, now=now)
    again = concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now + timedelta(minutes=20))
    assert (again.level, again.due_at) == ("soon", first.due_at)


def test_two_people_worried_about_the_same_are_each_answered(cast, post, now):
    concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)
    concerns.raise_about(about=post, words="", level="today", by=cast.ruth, now=now)
    assert Concern.objects.count() == 2


def test_once_answered_a_new_worry_is_a_new_one(cast, post, now):
    first = concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)
    desk.claim(item=first, by=cast.ruth, now=now)
    desk.answer(item=first, outcome="spoken", note="We spoke.", by=cast.ruth, now=now)
    again = concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)
    assert again.pk != first.pk


@pytest.mark.parametrize("name", ["omar", "sam", "tess"])
def test_one_is_worried_about_those_one_meets(cast, post, now, name):
    with pytest.raises(Denied):
        concerns.raise_about(about=post, words="", level="today", by=getattr(cast, name), now=now)


def test_for_oneself_there_is_another_way(cast, post, now):
    with pytest.raises(Denied):
        concerns.raise_about(about=post, words="", level="today", by=cast.maya, now=now)


def test_asking_for_oneself_in_a_group_comes_from_ones_persona_alone(cast, now):
    concern = concerns.ask_for_oneself(group=cast.circle, words="", by=cast.maya, now=now)
    assert concern.about == concern.raised_by == cast.in_circle["maya"]
    assert concern.person is None
    assert concern.due_at == now + timedelta(minutes=30)


def test_asking_the_house_names_no_group(cast, now):
    concern = concerns.ask_for_oneself(group=None, words="", by=cast.maya, now=now)
    assert (concern.group, concern.about, concern.raised_by) == (None, None, None)
    assert concern.person == cast.maya


def test_a_group_one_does_not_belong_to_is_told_nothing(cast, now):
    concern = concerns.ask_for_oneself(group=cast.other, words="", by=cast.noor, now=now)
    assert concern.group is None
    assert concern.person == cast.noor


def test_asking_twice_is_asking_once(cast, now):
    concerns.ask_for_oneself(group=cast.circle, words="", by=cast.maya, now=now)
    concerns.ask_for_oneself(group=cast.circle, words="Please.", by=cast.maya, now=now)
    assert Concern.objects.get().words == "Please."


@pytest.mark.parametrize(
    ("risk", "level"), [("none", None), ("low", None), ("moderate", None), ("high", "soon"), ("imminent", "now")]
)
def test_the_house_puts_only_grave_words_on_the_desk(post, now, risk, level):
    concern = concerns.notice(post=post, risk=risk, by=HEARTH, now=now)
    assert (concern.level if concern else None) == level


def test_the_same_post_is_noticed_once(post, now):
    concerns.notice(post=post, risk="high", by=HEARTH, now=now)
    concern = concerns.notice(post=post, risk="imminent", by=HEARTH, now=now)
    assert Concern.objects.count() == 1
    assert concern.level == "now"


def test_no_person_acts_for_the_house(cast, post, now):
    with pytest.raises(Denied):
        concerns.notice(post=post, risk="high", by=cast.tess, now=now)
