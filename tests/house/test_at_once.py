"""Several people at one door in the same moment: of what there is one of, one gets it."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from hearth.base import clock
from hearth.base.http import Refusal
from hearth.groups.actions import invitations, joining, memberships, welcomes
from hearth.groups.models import Group, Invitation, JoinRequest, Membership, WelcomeTask
from hearth.people.models import Person
from tests.cast import a_member, a_person, move_in, with_second_factor
from tests.groups.conftest import persona

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds) -> list:
    """Do all of this in the same moment; return what each came to: its result or its refusal."""
    start, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def one(number, deed):
        try:
            start.wait(10)
            outcomes[number] = deed()
        except Refusal as refusal:
            outcomes[number] = refusal
        except Exception as wrong:
            outcomes[number] = wrong
        finally:
            connections.close_all()

    lanes = [threading.Thread(target=one, args=pair) for pair in enumerate(deeds)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join(60)
    return outcomes


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


def coming_in(here, person, number, way, **more):
    def deed():
        given = {"persona": persona(f"Name {number}"), "agreement": here.agreements.newest(), "now": clock.now()}
        return way(by=again(person), **given, **more)

    return deed


def test_the_last_two_seats_are_taken_by_two():
    cast = move_in()
    Group.objects.filter(pk=cast.other.pk).update(capacity=4)
    people = [a_person(f"person{number}") for number in range(6)]
    doors = [
        coming_in(cast.other, person, number, joining.come_in, group=Group.objects.get(pk=cast.other.pk))
        for number, person in enumerate(people)
    ]
    outcomes = at_once(*doors)
    assert sum(isinstance(one, Membership) for one in outcomes) == 2
    assert sum(isinstance(one, joining.GroupIsFull) for one in outcomes) == 4
    assert cast.other.memberships.current().count() == 4


def test_an_invitation_for_one_lets_one_in():
    cast = move_in()
    made = invitations.make(group=cast.circle, role="member", uses=1, days=1, by=cast.ruth, now=clock.now())
    people = [a_person(f"person{number}") for number in range(5)]
    outcomes = at_once(
        *[coming_in(cast.circle, person, n, joining.use, token=made.token) for n, person in enumerate(people)]
    )
    assert sum(isinstance(one, Membership) for one in outcomes) == 1
    assert sum(isinstance(one, joining.OpensNothing) for one in outcomes) == 4
    assert Invitation.objects.get().uses_left == 0


def test_a_question_answered_yes_and_no_at_once_has_one_answer():
    cast = move_in()
    colleague = with_second_factor(a_person("ines"))
    a_member(cast.circle, colleague, "Linnet", role="facilitator")
    question = joining.ask(
        group=cast.circle,
        persona=persona(),
        answers=[],
        agreement=cast.circle.agreements.newest(),
        by=a_person("ana"),
        now=clock.now(),
    )

    def answer(person, welcome):
        return lambda: joining.answer(
            request=JoinRequest.objects.select_related("group").get(pk=question.pk),
            welcome=welcome,
            words="A line to them.",
            by=again(person),
            now=clock.now(),
        )

    outcomes = at_once(answer(cast.ruth, True), answer(colleague, False), answer(cast.ruth, True))
    assert sum(isinstance(one, joining.AlreadyAnswered) for one in outcomes) == 2
    question.refresh_from_db()
    inside = Membership.objects.filter(group=cast.circle, name="Fern").count()
    assert inside == (1 if question.welcome else 0)


def test_two_facilitators_who_leave_at_once_do_not_both_go():
    cast = move_in()
    colleague = with_second_factor(a_person("ines"))
    a_member(cast.circle, colleague, "Linnet", role="facilitator")

    def leave(person):
        def deed():
            membership = Membership.objects.select_related("group").get(person=person, group=cast.circle)
            memberships.leave(membership=membership, words="stay", by=again(person), now=clock.now())
            return "gone"

        return deed

    outcomes = at_once(leave(cast.ruth), leave(colleague))
    assert outcomes.count("gone") == 1
    assert sum(isinstance(one, memberships.HandOverFirst) for one in outcomes) == 1
    assert cast.circle.memberships.current().filter(role="facilitator").count() == 1


def test_of_two_who_take_a_newcomer_on_one_has_them():
    cast = move_in()
    greeter = a_person("okello")
    a_member(cast.circle, greeter, "Bicycle", role="greeter")
    fern = a_member(cast.circle, a_person("ana"), "Fern")
    now = clock.now()
    task = WelcomeTask.objects.create(membership=fern, created_at=now, due_at=now + timedelta(hours=24))

    def claim(person):
        return lambda: welcomes.claim(
            task=WelcomeTask.objects.select_related("membership__group").get(pk=task.pk), by=again(person), now=now
        )

    outcomes = at_once(claim(greeter), claim(cast.ruth))
    assert sum(isinstance(one, welcomes.SomeoneElseHasIt) for one in outcomes) == 1
    assert sum(isinstance(one, WelcomeTask) for one in outcomes) == 1
