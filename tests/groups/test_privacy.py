import json

from hearth.base import privacy
from hearth.groups.actions import apart, invitations, joining
from hearth.groups.models import Ban, Block, JoinRequest, Membership, Mute, WelcomeTask
from hearth.groups.permissions import forget_memberships
from hearth.people.actions import accounts
from tests.cast import a_person
from tests.groups.conftest import persona


def told(person) -> str:
    return json.dumps(privacy.export_of(person), default=str, ensure_ascii=False)


def test_an_export_holds_who_i_am_in_each_group_and_nobody_elses_secrets(cast, now):
    apart.block(membership=cast.in_circle["noor"], by=cast.maya)
    mine, noors = told(cast.maya), told(cast.noor)
    assert "Paper Boat" in mine and "Second Cup" in mine and "Slow Kettle" in mine
    assert "Paper Boat" not in noors, "who blocked whom is told to nobody else"
    assert "Juniper" not in mine


def test_an_export_never_names_a_hidden_group_to_someone_outside(cast, ana, now):
    JoinRequest.objects.create(group=cast.hidden, person=ana, answer_by=now)
    Ban.objects.create(group=cast.hidden, person=ana, reason="x")
    assert cast.hidden.name not in told(ana)


def test_an_export_holds_no_door(cast, now):
    made = invitations.make(group=cast.circle, role="member", uses=1, days=1, by=cast.ruth, now=now)
    export = told(cast.ruth)
    assert made.token not in export
    assert made.invitation.token_hash not in export


def test_erasing_leaves_an_unnamed_place_and_nothing_else(cast, ana, now):
    question = joining.ask(
        group=cast.circle,
        persona=persona("Fern", about="Slow to answer"),
        answers=["Nights."],
        agreement=cast.circle.agreements.newest(),
        by=ana,
        now=now,
    )
    joining.answer(request=question, welcome=True, words="", by=cast.ruth, now=now)
    forget_memberships(ana)
    fern = Membership.objects.of(ana).get()
    apart.mute(membership=cast.in_circle["noor"], by=ana)
    apart.block(membership=fern, by=cast.maya)
    other = a_person("gone")
    Ban.objects.create(group=cast.circle, person=other, reason="x")

    accounts.erase(person=ana, keep_words=True, by=ana)
    fern.refresh_from_db()
    assert (fern.person, fern.name, fern.about, fern.ended_how, fern.attested_at) == (
        None,
        "A former member",
        "",
        "erased",
        None,
    )
    assert not JoinRequest.objects.filter(pk=question.pk).exists()
    assert not (Mute.objects.exists() or Block.objects.exists() or WelcomeTask.objects.exists())
    assert Ban.objects.count() == 1


def test_two_erased_people_leave_two_places_of_one_name(cast):
    for who in (cast.maya, cast.noor):
        accounts.erase(person=who, keep_words=True, by=who)
    assert Membership.objects.filter(name="A former member", group=cast.circle).count() == 2


def test_a_group_whose_facilitator_is_gone_is_found_by_stewards(cast, now):
    from hearth.groups.models import Group

    assert not Group.objects.without_facilitator().filter(pk=cast.circle.pk).exists()
    accounts.erase(person=cast.ruth, keep_words=True, by=cast.ruth)
    assert Group.objects.without_facilitator().filter(pk=cast.circle.pk).exists()
