import pytest

from hearth.base.models import JournalEntry
from hearth.base.permissions import Denied
from hearth.groups.actions import joining, memberships
from hearth.groups.models import Ban, Group, Membership
from hearth.groups.permissions import SecondFactorNeeded, forget_memberships
from tests.cast import a_member, a_person, with_second_factor
from tests.groups.conftest import persona


def role_of(membership) -> str:
    return Membership.objects.get(pk=membership.pk).role


def remove(membership, by, now, ban=False, point="What’s said here stays here.", words="We talked about it."):
    memberships.remove(membership=membership, point=point, words=words, ban=ban, by=by, now=now)


# ── oneself ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_persona_changes_in_one_group_alone(cast):
    memberships.change_persona(membership=cast.in_circle["maya"], persona=persona("Tin Kite"), by=cast.maya)
    names = dict(Membership.objects.of(cast.maya).values_list("group__name", "name"))
    assert names == {"Steadying Circle": "Tin Kite", "Second Winter": "Second Cup"}


def test_a_persona_cannot_take_a_fellow_members_name(cast):
    with pytest.raises(joining.NameIsTaken):
        memberships.change_persona(membership=cast.in_circle["maya"], persona=persona("SLOW kettle"), by=cast.maya)


def test_ones_own_name_is_no_clash(cast):
    memberships.change_persona(membership=cast.in_circle["maya"], persona=persona("Paper  boat"), by=cast.maya)


@pytest.mark.parametrize("name", ["Devorah", "DEVORAH", "Devorаh", "The real Devorah", "D e v o r a h", "Ðevorah"])
def test_nobody_passes_for_the_one_who_looks_after_the_group(cast, name):
    with pytest.raises(joining.NameIsTaken):
        memberships.change_persona(membership=cast.in_circle["maya"], persona=persona(name), by=cast.maya)


def test_someone_elses_persona_cannot_be_changed(cast):
    memberships.change_persona(membership=cast.in_circle["noor"], persona=persona("Tin Kite"), by=cast.maya)
    assert Membership.objects.get(pk=cast.in_circle["noor"].pk).name == "Slow Kettle"
    with pytest.raises(Denied):
        memberships.change_persona(membership=cast.in_circle["noor"], persona=persona("X"), by=cast.omar)


def test_a_quiet_group_remembers_since_when(cast, now):
    paper_boat = cast.in_circle["maya"]
    memberships.set_quiet(membership=paper_boat, quiet=True, notices="none", by=cast.maya, now=now)
    paper_boat.refresh_from_db()
    assert (paper_boat.quiet_since, paper_boat.notices) == (now, "none")
    memberships.set_quiet(membership=paper_boat, quiet=False, notices="each", by=cast.maya, now=now)
    paper_boat.refresh_from_db()
    assert (paper_boat.quiet_since, paper_boat.notices) == (None, "each")


# ── leaving ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["stay", "take"])
def test_whoever_leaves_is_out_at_once(cast, now, words):
    memberships.leave(membership=cast.in_circle["maya"], words=words, by=cast.maya, now=now)
    assert not Membership.objects.of(cast.maya).filter(group=cast.circle).exists()
    ended = Membership.objects.get(pk=cast.in_circle["maya"].pk)
    assert (ended.ended_at, ended.ended_how) == (now, "left")


def test_the_last_facilitator_hands_over_first(cast, now):
    with pytest.raises(memberships.HandOverFirst):
        memberships.leave(membership=cast.in_circle["ruth"], words="stay", by=cast.ruth, now=now)
    memberships.give_role(membership=cast.in_circle["noor"], role="facilitator", by=cast.ruth)
    memberships.leave(membership=cast.in_circle["ruth"], words="stay", by=cast.ruth, now=now)
    assert role_of(cast.in_circle["noor"]) == "facilitator"


def test_the_last_one_out_closes_the_group(cast, ana, now):
    group = Group.objects.create(name="Alone", purpose="x", mode="open")
    only = a_member(group, ana, "Fern", role="facilitator")
    memberships.leave(membership=only, words="stay", by=ana, now=now)
    group.refresh_from_db()
    assert group.closed_at == now


def test_leaving_twice_is_leaving_once(cast, now):
    memberships.leave(membership=cast.in_circle["maya"], words="stay", by=cast.maya, now=now)
    with pytest.raises(Denied):
        memberships.leave(membership=cast.in_circle["maya"], words="take", by=cast.maya, now=now)


# ── roles ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_facilitator_gives_and_takes_roles_and_the_journal_keeps_it(cast, now):
    for role in ("greeter", "co_facilitator", "member"):
        memberships.give_role(membership=cast.in_circle["maya"], role=role, by=cast.ruth)
        assert role_of(cast.in_circle["maya"]) == role
    entries = JournalEntry.objects.filter(action="groups.RoleGiven").order_by("id")
    assert [entry.ids["role"] for entry in entries] == ["greeter", "co_facilitator", "member"]
    assert {entry.by_id for entry in entries} == {cast.ruth.pk}


@pytest.mark.parametrize("who", ["maya", "omar", "sam", "tess"])
def test_nobody_else_gives_roles(cast, who):
    with pytest.raises(Denied):
        memberships.give_role(membership=cast.in_circle["noor"], role="facilitator", by=getattr(cast, who))


def test_no_facilitator_stands_another_down_alone(cast, colleague, now):
    with pytest.raises(memberships.StandDownFirst):
        memberships.give_role(membership=colleague, role="member", by=cast.ruth)
    with pytest.raises(memberships.StandDownFirst):
        remove(colleague, cast.ruth, now)
    memberships.stand_down(membership=colleague, by=cast.tess)
    assert role_of(colleague) == "member"
    remove(colleague, cast.ruth, now)


def test_a_facilitator_steps_down_while_another_stays(cast, colleague):
    with_second_factor(colleague.person)
    memberships.give_role(membership=colleague, role="member", by=colleague.person)
    with pytest.raises(memberships.HandOverFirst):
        memberships.give_role(membership=cast.in_circle["ruth"], role="member", by=cast.ruth)


def test_only_a_steward_with_a_second_factor_stands_down(cast, now):
    novice = a_person("novice", house_role="steward")
    with pytest.raises(SecondFactorNeeded):
        memberships.stand_down(membership=cast.in_circle["ruth"], by=novice)
    for who in ("ruth", "maya", "sam", "omar"):
        with pytest.raises(Denied):
            memberships.stand_down(membership=cast.in_circle["ruth"], by=getattr(cast, who))


# ── being asked to go ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_removed_person_is_out_and_reads_why(cast, now):
    remove(cast.in_circle["maya"], cast.ruth, now)
    forget_memberships(cast.maya)
    assert not Membership.objects.of(cast.maya).filter(group=cast.circle).exists()
    ended = Membership.objects.endings_of(cast.maya).get()
    assert (ended.ended_how, ended.ended_point, ended.ended_words) == (
        "removed",
        "What’s said here stays here.",
        "We talked about it.",
    )
    assert joining.refusal_at(cast.circle, cast.maya, now) is None


@pytest.mark.sqlite
def test_removal_closes_open_pages_when_it_is_committed(cast, now, django_capture_on_commit_callbacks):
    from hearth.base import bus, live
    from hearth.base.ids import key

    ended = []
    bus.listen(live.ENDINGS, ended.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            remove(cast.in_circle["maya"], cast.ruth, now)
    finally:
        bus.forget(ended.append)
    assert key(cast.maya.pk) in ended


def test_a_ban_sticks_to_the_person(cast, now):
    remove(cast.in_circle["maya"], cast.ruth, now, ban=True)
    forget_memberships(cast.maya)
    assert type(joining.refusal_at(cast.circle, cast.maya, now)) is joining.MayNotComeBack
    assert Membership.objects.of(cast.maya).filter(group=cast.other).exists(), "their other groups know nothing of it"
    assert Group.objects.visible_to(cast.maya).filter(pk=cast.circle.pk).exists(), "the leaflet stays readable"


def test_a_lifted_ban_opens_the_door_again(cast, now):
    remove(cast.in_circle["maya"], cast.ruth, now, ban=True)
    ban = Ban.objects.get()
    memberships.lift_ban(ban=ban, by=cast.ruth, now=now)
    forget_memberships(cast.maya)
    assert joining.refusal_at(cast.circle, cast.maya, now) is None
    with pytest.raises(memberships.LiftedAlready):
        memberships.lift_ban(ban=ban, by=cast.ruth, now=now)


def test_removal_needs_a_point_and_words(cast, now):
    for point, words in (("", "x"), ("x", ""), ("  ", "x"), ("x", " \n")):
        with pytest.raises(memberships.WordsAreMissing):
            remove(cast.in_circle["maya"], cast.ruth, now, point=point, words=words)
    assert Membership.objects.of(cast.maya).filter(group=cast.circle).exists()


def test_nobody_removes_themselves(cast, now):
    with pytest.raises(memberships.NotOneself):
        remove(cast.in_circle["ruth"], cast.ruth, now)


def test_removing_twice_is_removing_once(cast, now):
    remove(cast.in_circle["maya"], cast.ruth, now)
    with pytest.raises(memberships.GoneAlready):
        remove(cast.in_circle["maya"], cast.ruth, now)
    assert JournalEntry.objects.filter(action="groups.MemberRemoved").count() == 1


def test_a_co_facilitator_removes_members_but_not_colleagues(cast, colleague, greeter, now):
    Membership.objects.filter(pk=colleague.pk).update(role="co_facilitator")
    ines = with_second_factor(colleague.person)
    another = a_member(cast.circle, a_person("teal"), "Teal", role="co_facilitator")
    with pytest.raises(memberships.OnlyFacilitators):
        remove(another, ines, now)
    remove(greeter, ines, now)
    remove(another, cast.ruth, now)


@pytest.mark.parametrize("who", ["noor", "omar", "sam", "tess"])
def test_nobody_else_removes_anyone(cast, now, who):
    with pytest.raises(Denied):
        remove(cast.in_circle["maya"], getattr(cast, who), now)
