"""Who sees what on the desk: the whole table."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from hearth.base.permissions import HEARTH
from hearth.groups.models import Membership
from hearth.safety.actions import concerns, desk, reports
from hearth.safety.models import Concern, Report
from tests.cast import a_member, a_reply, a_thread

EVERYONE = ("maya", "noor", "omar", "ruth", "sam", "tess")
ON_DUTY = {"sam", "tess"}


def who_sees(cast, item) -> set[str]:
    return {name for name in EVERYONE if type(item).objects.visible_to(getattr(cast, name)).filter(pk=item.pk).exists()}


def about_a_member(cast, now):
    post = a_thread(cast.in_circle["maya"]).posts.get()
    return concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)


def by_the_house(cast, now):
    return concerns.notice(post=a_thread(cast.in_circle["maya"]).posts.get(), risk="high", by=HEARTH, now=now)


def about_the_facilitator(cast, now):
    return concerns.raise_about(about=cast.in_circle["ruth"], words="", level="today", by=cast.maya, now=now)


def in_a_hidden_group(cast, now):
    post = a_thread(cast.in_hidden["noor"]).posts.get()
    return concerns.raise_about(about=post, words="", level="today", by=cast.ruth, now=now)


def in_a_group_nobody_looks_after(cast, now):
    post = a_thread(cast.in_other["omar"]).posts.get()
    return concerns.raise_about(about=post, words="", level="today", by=cast.maya, now=now)


def about_nobody(cast, now):
    return concerns.raise_about(about=None, words="", level="today", by=cast.omar, now=now)


def about_nobody_by_a_responder(cast, now):
    return concerns.raise_about(about=None, words="", level="today", by=cast.sam, now=now)


def for_oneself_in_the_group(cast, now):
    return concerns.ask_for_oneself(group=cast.circle, words="", by=cast.maya, now=now)


def for_oneself_in_the_house(cast, now):
    return concerns.ask_for_oneself(group=None, words="", by=cast.maya, now=now)


def for_oneself_by_a_responder(cast, now):
    return concerns.ask_for_oneself(group=None, words="", by=cast.sam, now=now)


def for_oneself_by_the_facilitator(cast, now):
    return concerns.ask_for_oneself(group=cast.circle, words="", by=cast.ruth, now=now)


def report_of_a_member(cast, now):
    return reports.make(post=a_thread(cast.in_circle["noor"]).posts.get(), point="", words="", by=cast.maya, now=now)


def report_of_the_facilitator(cast, now):
    return reports.make(post=a_thread(cast.in_circle["ruth"]).posts.get(), point="", words="", by=cast.maya, now=now)


def report_by_the_facilitator(cast, now):
    return reports.make(post=a_thread(cast.in_circle["maya"]).posts.get(), point="", words="", by=cast.ruth, now=now)


def report_nobody_decided(cast, now):
    report = report_of_a_member(cast, now)
    desk.chase(now=now + timedelta(hours=25), by=HEARTH)
    return report


def report_in_a_group_nobody_looks_after(cast, now):
    return reports.make(post=a_thread(cast.in_other["omar"]).posts.get(), point="", words="", by=cast.maya, now=now)


@pytest.mark.parametrize(
    ("make", "seen_by"),
    [
        (about_a_member, {"ruth"} | ON_DUTY),
        (by_the_house, {"ruth"} | ON_DUTY),
        (about_the_facilitator, ON_DUTY),
        (in_a_hidden_group, {"ruth"} | ON_DUTY),
        (in_a_group_nobody_looks_after, ON_DUTY),
        (about_nobody, ON_DUTY),
        (about_nobody_by_a_responder, ON_DUTY),
        (for_oneself_in_the_group, {"ruth"} | ON_DUTY),
        (for_oneself_in_the_house, ON_DUTY),
        (for_oneself_by_a_responder, {"tess"}),
        (for_oneself_by_the_facilitator, ON_DUTY),
        (report_of_a_member, {"ruth"}),
        (report_of_the_facilitator, ON_DUTY),
        (report_by_the_facilitator, {"ruth"} | ON_DUTY),
        (report_nobody_decided, {"ruth"} | ON_DUTY),
        (report_in_a_group_nobody_looks_after, ON_DUTY),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_who_sees_what(cast, now, make, seen_by):
    assert who_sees(cast, make(cast, now)) == seen_by


@pytest.mark.parametrize("person", [None, AnonymousUser(), HEARTH], ids=["nobody", "a visitor", "the house"])
def test_who_has_no_name_sees_nothing(cast, now, person):
    about_a_member(cast, now)
    report_of_a_member(cast, now)
    assert not Concern.objects.visible_to(person).exists()
    assert not Report.objects.visible_to(person).exists()
    assert not Concern.objects.raised_by_person(person).exists()
    assert not Report.objects.raised_by_person(person).exists()


def test_a_responder_who_is_a_member_never_sees_what_is_about_them(cast, now):
    sam = a_member(cast.circle, cast.sam, "Old Pier")
    post = a_reply(a_thread(cast.in_circle["maya"]), sam)
    concern = concerns.raise_about(about=post, words="", level="today", by=cast.maya, now=now)
    report = reports.make(post=post, point="", words="", by=cast.maya, now=now)
    desk.chase(now=now + timedelta(days=2), by=HEARTH)
    assert who_sees(cast, concern) == {"ruth", "tess"}
    assert who_sees(cast, report) == {"ruth", "tess"}


def test_a_responder_who_looks_after_a_group_decides_its_reports(cast, now):
    a_member(cast.circle, cast.sam, "Old Pier", role="co_facilitator")
    assert who_sees(cast, report_of_a_member(cast, now)) == {"ruth", "sam"}


def test_with_the_role_goes_the_sight(cast, now):
    concern, report = about_a_member(cast, now), report_of_a_member(cast, now)
    Membership.objects.filter(pk=cast.in_circle["ruth"].pk).update(role="member")
    assert who_sees(cast, concern) == ON_DUTY
    assert who_sees(cast, report) == ON_DUTY
    Membership.objects.filter(pk=cast.in_circle["ruth"].pk).update(role="facilitator", ended_at=now)
    assert who_sees(cast, concern) == ON_DUTY


def test_who_raised_it_follows_it_and_nobody_else_does(cast, now):
    concern = about_a_member(cast, now)
    followed_by = {name for name in EVERYONE if Concern.objects.raised_by_person(getattr(cast, name)).exists()}
    assert followed_by == {"noor"}
    assert concern in Concern.objects.raised_by_person(cast.noor)


def test_the_most_urgent_come_first(cast, now):
    today = about_nobody(cast, now - timedelta(hours=1))
    soon = for_oneself_in_the_house(cast, now)
    grave = concerns.notice(post=a_thread(cast.in_circle["maya"]).posts.get(), risk="imminent", by=HEARTH, now=now)
    assert list(Concern.objects.most_urgent_first()) == [grave, soon, today]
