from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from hearth.base.permissions import HEARTH, Denied
from hearth.groups.actions import invitations, joining, memberships
from hearth.groups.models import Ban, Block, Group, Invitation, JoinRequest, Membership, WelcomeTask
from tests.cast import a_group, a_member, a_person, with_second_factor
from tests.groups.conftest import has_said_yes, persona


def come_in(group, person, now, name="Fern", **more):
    return joining.come_in(
        group=group, persona=persona(name, **more), agreement=group.agreements.newest(), by=person, now=now
    )


def ask(group, person, now, name="Fern", answers=()):
    return joining.ask(
        group=group,
        persona=persona(name),
        answers=list(answers),
        agreement=group.agreements.newest(),
        by=person,
        now=now,
    )


# ── an open door ──────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_comes_in_has_a_place_an_accepted_agreement_and_a_hello_due(cast, ana, now):
    fern = come_in(cast.other, ana, now, pronouns="she/her", listening=True, wants_companion=True)
    assert (fern.name, fern.pronouns, fern.listening, fern.wants_companion) == ("Fern", "she/her", True, True)
    assert fern.attested_at == now
    assert has_said_yes(fern)
    assert WelcomeTask.objects.get(membership=fern).due_at == now + timedelta(hours=24)


def test_someone_inside_cannot_take_a_second_place(cast, now):
    with pytest.raises(Denied):
        come_in(cast.other, cast.omar, now)
    cast.omar.__dict__["_memberships_by_group"] = {cast.other.pk: None}  # read before another tab came in
    with pytest.raises(joining.AlreadyInside):
        come_in(cast.other, cast.omar, now)


def test_nobody_gets_in_on_a_version_that_is_no_longer_in_force(cast, ana, now):
    old = cast.other.agreements.newest()
    cast.other.agreements.create(number=2, points=[{"point": "New", "why": ""}])
    with pytest.raises(joining.AgreementMoved):
        joining.come_in(group=cast.other, persona=persona(), agreement=old, by=ana, now=now)
    assert not Membership.objects.of(ana).exists()


@pytest.mark.parametrize("name", ["Juniper", "juniper", "JUN1PER", "Јuniper", "Juniper.", "J u n i p e r"])
def test_a_name_that_would_be_mistaken_for_another_is_refused(cast, ana, now, name):
    with pytest.raises(joining.NameIsTaken):
        come_in(cast.other, ana, now, name=name)


def test_the_name_of_someone_who_left_stays_theirs(cast, ana, now):
    memberships.leave(membership=cast.in_other["maya"], words="stay", by=cast.maya, now=now)
    with pytest.raises(joining.NameIsTaken):
        come_in(cast.other, ana, now, name="Second Cup")
    assert come_in(cast.other, cast.maya, now, name="Second Cup").name == "Second Cup"


def test_whoever_comes_back_takes_up_the_same_place_and_blocks_around_it_hold(cast, now):
    juniper, cup = cast.in_other["omar"], cast.in_other["maya"]
    Block.objects.create(blocker=cup, blocked=juniper)
    memberships.leave(membership=juniper, words="stay", by=cast.omar, now=now)
    back = come_in(cast.other, cast.omar, now + timedelta(days=1), name="Gorse")
    assert back.pk == juniper.pk
    assert (back.name, back.ended_at, back.role) == ("Gorse", None, "member")
    assert not Membership.objects.visible_to(cast.omar).filter(pk=cup.pk).exists()


# ── modes × actors ────────────────────────────────────────────────────────────────────────────────────────────

DOORS = {
    # mode: (who comes to the door: what they are told)
    "open": {"outsider": None, "inside": joining.AlreadyInside, "banned": joining.MayNotComeBack, "asked": None},
    "ask": {
        "outsider": None,
        "inside": joining.AlreadyInside,
        "banned": joining.MayNotComeBack,
        "asked": joining.AlreadyAsked,
    },
    "cohort": {
        "outsider": None,
        "inside": joining.AlreadyInside,
        "banned": joining.MayNotComeBack,
        "asked": joining.AlreadyAsked,
    },
    "invite": {
        "outsider": joining.ByInvitationOnly,
        "inside": joining.AlreadyInside,
        "banned": joining.MayNotComeBack,
        "asked": joining.ByInvitationOnly,
    },
}


@pytest.mark.parametrize(
    ("mode", "actor", "told"), [(mode, actor, told) for mode, row in DOORS.items() for actor, told in row.items()]
)
def test_each_door_says_the_same_to_each_kind_of_person(cast, ana, now, mode, actor, told):
    group = a_group("Doorstep", mode=mode)
    if actor == "inside":
        a_member(group, ana, "Fern")
    if actor == "banned":
        Ban.objects.create(group=group, person=ana, reason="x")
    if actor == "asked":
        # They asked when one could; the group may have changed its door since.
        Group.objects.filter(pk=group.pk).update(mode="ask")
        ask(group, ana, now)
        Group.objects.filter(pk=group.pk).update(mode=mode)
    refusal = joining.refusal_at(group, ana, now)
    assert type(refusal) is (told or type(None))


@pytest.mark.parametrize("mode", ["ask", "invite", "cohort"])
def test_only_an_open_group_can_be_walked_into(cast, ana, now, mode):
    group = a_group("Doorstep", mode=mode)
    with pytest.raises(joining.ByInvitationOnly):
        come_in(group, ana, now)
    assert not Membership.objects.of(ana).exists()


def test_a_cohort_closes_the_day_after_it_starts_by_its_own_clock(cast, ana, now):
    group = a_group("Six Tuesdays", mode="cohort", zone="Pacific/Auckland")
    local = now.astimezone(ZoneInfo(group.zone)).date()
    Group.objects.filter(pk=group.pk).update(starts_on=local)
    group.refresh_from_db()
    assert joining.refusal_at(group, ana, now) is None
    group.starts_on = local - timedelta(days=1)
    assert type(joining.refusal_at(group, ana, now)) is joining.CohortHasBegun


def test_a_full_group_says_so_before_anything_else_is_asked(cast, ana, now):
    group = a_group("Small", mode="open", capacity=1)
    a_member(group, cast.omar, "Juniper")
    with pytest.raises(joining.GroupIsFull):
        come_in(group, ana, now)


def test_a_ban_holds_under_any_name_and_on_every_way_in(cast, ana, now):
    Ban.objects.create(group=cast.hidden, person=ana, reason="x")
    made = invitations.make(group=cast.hidden, role="member", uses=1, days=1, by=cast.ruth, now=now)
    with pytest.raises(joining.MayNotComeBack):
        joining.use(
            token=made.token,
            persona=persona("Nobody Known"),
            agreement=cast.hidden.agreements.newest(),
            by=ana,
            now=now,
        )
    assert Invitation.objects.get(pk=made.invitation.pk).uses_left == 1


def test_coming_in_another_way_takes_the_waiting_question_back(cast, ana, now):
    question = ask(cast.circle, ana, now, answers=["Nights."])
    made = invitations.make(group=cast.circle, role="member", uses=1, days=1, by=cast.ruth, now=now)
    joining.use(token=made.token, persona=persona(), agreement=cast.circle.agreements.newest(), by=ana, now=now)
    question.refresh_from_db()
    assert (question.withdrawn_at, question.answers) == (now, [])


# ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_asking_promises_an_answer_for_a_certain_time(cast, ana, now):
    question = ask(cast.circle, ana, now, answers=["Nights."])
    assert question.answer_by == now + timedelta(hours=cast.circle.answer_within_hours)
    assert question.agreement == cast.circle.agreements.newest()
    assert not Membership.objects.of(ana).exists()


def test_asking_does_not_tell_an_outsider_which_names_are_inside(cast, ana, now):
    assert ask(cast.circle, ana, now, name="Paper Boat").persona["name"] == "Paper Boat"


def test_a_yes_under_a_taken_name_gives_another_that_nobody_has(cast, ana, now):
    question = ask(cast.circle, ana, now, name="Paper Boat")
    joining.answer(request=question, welcome=True, words="", by=cast.ruth, now=now)
    inside = Membership.objects.of(ana).get()
    assert inside.name != "Paper Boat"
    assert Membership.mistaken_for(inside.name, group=cast.circle, besides=ana) is None


def test_a_yes_lets_in_with_everything_that_was_chosen(cast, ana, now):
    question = ask(cast.circle, ana, now)
    joining.answer(request=question, welcome=True, words="Come in.", by=cast.ruth, now=now + timedelta(hours=1))
    inside = Membership.objects.of(ana).get()
    assert (inside.name, inside.role, inside.attested_at) == ("Fern", "member", now)
    assert has_said_yes(inside)
    question.refresh_from_db()
    assert (question.welcome, question.words, question.decided_by) == (True, "Come in.", cast.in_circle["ruth"])


def test_if_the_agreement_changed_meanwhile_they_come_in_without_having_accepted_it(cast, ana, now):
    question = ask(cast.circle, ana, now)
    cast.circle.agreements.create(number=2, points=[{"point": "New", "why": ""}])
    joining.answer(request=question, welcome=True, words="", by=cast.ruth, now=now)
    assert not has_said_yes(Membership.objects.of(ana).get())


def test_a_no_needs_words(cast, ana, now):
    question = ask(cast.circle, ana, now)
    with pytest.raises(joining.WordsAreMissing):
        joining.answer(request=question, welcome=False, words="  ", by=cast.ruth, now=now)
    joining.answer(request=question, welcome=False, words="We’re small just now.", by=cast.ruth, now=now)
    assert not Membership.objects.of(ana).exists()


def test_the_first_answer_stands(cast, ana, now):
    question = ask(cast.circle, ana, now)
    joining.answer(request=question, welcome=True, words="", by=cast.ruth, now=now)
    with pytest.raises(joining.AlreadyAnswered):
        joining.answer(request=question, welcome=False, words="No.", by=cast.ruth, now=now)
    assert Membership.objects.of(ana).exists()


def test_after_a_no_one_may_ask_again_in_two_weeks(cast, ana, now):
    question = ask(cast.circle, ana, now)
    joining.answer(request=question, welcome=False, words="Not yet.", by=cast.ruth, now=now)
    with pytest.raises(joining.AskedLately):
        ask(cast.circle, ana, now + timedelta(days=13))
    assert ask(cast.circle, ana, now + timedelta(days=14)).is_waiting


def test_taking_a_question_back_deletes_what_was_written(cast, ana, now):
    question = ask(cast.circle, ana, now, answers=["Nights."])
    joining.withdraw(request=question, by=ana, now=now)
    question.refresh_from_db()
    assert (question.answers, question.persona, question.withdrawn_at) == ([], {}, now)
    with pytest.raises(joining.AlreadyAnswered):
        joining.answer(request=question, welcome=True, words="", by=cast.ruth, now=now)


@pytest.mark.parametrize("who", ["maya", "omar", "sam", "tess"])
def test_only_those_who_look_after_the_group_answer(cast, ana, now, who):
    question = ask(cast.circle, ana, now)
    with pytest.raises(Denied):
        joining.answer(request=question, welcome=True, words="", by=getattr(cast, who), now=now)


def test_a_yes_is_refused_while_no_place_is_free(cast, ana, now):
    question = ask(cast.circle, ana, now)
    Group.objects.filter(pk=cast.circle.pk).update(capacity=3)
    with pytest.raises(joining.NoPlaceFree):
        joining.answer(request=question, welcome=True, words="", by=cast.ruth, now=now)
    assert JoinRequest.objects.waiting().filter(pk=question.pk).exists()


# ── the clock ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_late_answer_is_warned_about_once_and_given_back_after_a_week(cast, ana, now):
    question = ask(cast.circle, ana, now, answers=["Nights."])
    late = question.answer_by + timedelta(minutes=1)
    assert joining.chase(now=question.answer_by - timedelta(minutes=1), by=HEARTH) == (0, 0)
    assert joining.chase(now=late, by=HEARTH) == (1, 0)
    assert joining.chase(now=late, by=HEARTH) == (0, 0)
    assert joining.chase(now=late + timedelta(days=7), by=HEARTH) == (0, 1)
    question.refresh_from_db()
    assert question.answers == []
    assert joining.refusal_at(cast.circle, ana, late + timedelta(days=7)) is None


def test_settled_questions_and_old_invitations_are_forgotten(cast, ana, now):
    question = ask(cast.circle, ana, now)
    joining.answer(request=question, welcome=False, words="Not yet.", by=cast.ruth, now=now)
    invitations.make(group=cast.circle, role="member", uses=1, days=1, by=cast.ruth, now=now)
    assert joining.forget(now=now + timedelta(days=30), by=HEARTH) == 0
    assert joining.forget(now=now + timedelta(days=31), by=HEARTH) == 1
    assert joining.forget(now=now + timedelta(days=92), by=HEARTH) == 1


def test_no_person_moves_the_clocks_hands(cast, now):
    with pytest.raises(Denied):
        joining.chase(now=now, by=cast.tess)


# ── many at once ──────────────────────────────────────────────────────────────────────────────────────────────


def all_at_once(deeds):
    """Run the deeds on threads of their own; return what each gave or raised."""

    def run(deed):
        try:
            return deed()
        except Exception as told:
            return told
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=12) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.django_db(transaction=True)
def test_fifty_at_the_last_three_places_get_exactly_three(now):
    group = a_group("Last Places", mode="open", capacity=5)
    for name in ("Ash", "Birch"):
        a_member(group, a_person(name.lower()), name)
    people = [a_person(f"guest-{number}") for number in range(50)]
    outcome = all_at_once(
        [
            lambda person=person, number=number: come_in(
                group, person, now, name=f"Heron {'abcdefghij'[number % 10]}{'klmno'[number // 10]}"
            )
            for number, person in enumerate(people)
        ]
    )
    inside = [told for told in outcome if isinstance(told, Membership)]
    refused = [told for told in outcome if isinstance(told, joining.GroupIsFull)]
    assert (len(inside), len(refused)) == (3, 47), {type(told) for told in outcome}
    assert group.memberships.current().count() == 5


@pytest.mark.django_db(transaction=True)
def test_fifty_with_one_link_for_one_let_in_one(now):
    group = a_group("One Seat", mode="invite")
    chair = with_second_factor(a_person("ruth"))
    a_member(group, chair, "Devorah", role="facilitator")
    made = invitations.make(group=group, role="member", uses=1, days=1, by=chair, now=now)
    agreement = group.agreements.newest()
    outcome = all_at_once(
        [
            lambda person=a_person(f"guest-{number}"), number=number: joining.use(
                token=made.token,
                persona=persona(f"Heron {'abcdefghij'[number % 10]}{'klmno'[number // 10]}"),
                agreement=agreement,
                by=person,
                now=now,
            )
            for number in range(50)
        ]
    )
    assert sum(isinstance(told, Membership) for told in outcome) == 1, {type(told) for told in outcome}
    assert sum(isinstance(told, joining.OpensNothing) for told in outcome) == 49


@pytest.mark.django_db(transaction=True)
def test_one_person_in_ten_tabs_takes_one_place(now):
    group = a_group("Ten Tabs", mode="open")
    person = a_person("ana")
    outcome = all_at_once([lambda: come_in(group, type(person).objects.get(pk=person.pk), now) for _tab in range(10)])
    assert sum(isinstance(told, Membership) for told in outcome) == 1, {type(told) for told in outcome}
    assert group.memberships.current().count() == 1
