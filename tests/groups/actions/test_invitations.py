from datetime import timedelta

import pytest

from hearth.base.permissions import Denied
from hearth.groups.actions import invitations, joining, memberships
from hearth.groups.models import Invitation, Membership
from hearth.groups.permissions import SecondFactorNeeded
from tests.cast import with_second_factor
from tests.groups.conftest import persona


def make(group, by, now, role="member", uses=1, days=3):
    return invitations.make(group=group, role=role, uses=uses, days=days, by=by, now=now)


def use(made, person, now, name="Fern"):
    agreement = made.invitation.group.agreements.newest()
    return joining.use(token=made.token, persona=persona(name), agreement=agreement, by=person, now=now)


def test_the_token_has_128_bits_and_is_kept_only_as_a_hash(cast, now):
    made = make(cast.hidden, cast.ruth, now)
    assert len(made.token) == 22
    row = Invitation.objects.filter(pk=made.invitation.pk).values().get()
    assert made.token not in str(row)
    assert joining.find(made.token, now) == made.invitation


def test_an_invitation_opens_one_group_and_one_role(cast, ana, now):
    inside = use(make(cast.hidden, cast.ruth, now, role="greeter"), ana, now)
    assert (inside.group, inside.role) == (cast.hidden, "greeter")
    assert [membership.group for membership in Membership.objects.of(ana)] == [cast.hidden]


def test_a_used_up_invitation_opens_nothing(cast, ana, now):
    made = make(cast.hidden, cast.ruth, now)
    use(made, ana, now)
    with pytest.raises(joining.OpensNothing):
        use(made, cast.omar, now, name="Gorse")


@pytest.mark.parametrize("shift", [timedelta(days=3), timedelta(days=8)])
def test_a_past_invitation_opens_nothing(cast, ana, now, shift):
    made = make(cast.hidden, cast.ruth, now, days=3)
    with pytest.raises(joining.OpensNothing):
        use(made, ana, now + shift)


def test_a_revoked_invitation_opens_nothing_and_who_came_stays(cast, ana, now):
    made = make(cast.hidden, cast.ruth, now, uses=5)
    use(made, ana, now)
    invitations.revoke(invitation=made.invitation, by=cast.ruth, now=now)
    with pytest.raises(joining.OpensNothing):
        use(made, cast.omar, now, name="Gorse")
    assert Membership.objects.of(ana).exists()


@pytest.mark.parametrize("end", ["stood down", "left", "removed"])
def test_an_invitation_dies_with_the_right_of_its_maker(cast, colleague, ana, now, end):
    ines = with_second_factor(colleague.person)
    made = make(cast.circle, ines, now)
    if end == "stood down":
        memberships.stand_down(membership=colleague, by=cast.tess)
    elif end == "left":
        memberships.leave(membership=colleague, words="stay", by=ines, now=now)
    else:
        Membership.objects.filter(pk=colleague.pk).update(role="co_facilitator")
        memberships.remove(membership=colleague, point="x", words="y", ban=False, by=cast.ruth, now=now)
    assert joining.find(made.token, now) is None


def test_a_token_of_one_group_never_opens_another(cast, ana, now):
    made = make(cast.hidden, cast.ruth, now)
    with pytest.raises(joining.AgreementMoved):
        joining.use(token=made.token, persona=persona(), agreement=cast.circle.agreements.newest(), by=ana, now=now)
    assert not Membership.objects.of(ana).exists()


@pytest.mark.parametrize("token", ["", "x", "a" * 22, "a" * 5000, "../../..", "\x00", "‮"])
def test_nonsense_opens_nothing(cast, now, token):
    assert joining.find(token, now) is None


def test_no_invitation_lasts_longer_than_a_week_or_lets_in_a_crowd(cast, now):
    for days, uses in ((8, 1), (0, 1), (7, 21), (7, 0)):
        with pytest.raises(invitations.TooFar):
            make(cast.circle, cast.ruth, now, days=days, uses=uses)


def test_an_invitation_to_a_role_is_for_one(cast, now):
    assert make(cast.circle, cast.ruth, now, role="facilitator", uses=20).invitation.uses_left == 1


@pytest.mark.parametrize("who", ["maya", "omar", "sam", "tess"])
def test_only_those_who_look_after_a_group_invite(cast, now, who):
    with pytest.raises(Denied):
        make(cast.circle, getattr(cast, who), now)


def test_a_co_facilitator_cannot_make_facilitators(cast, colleague, now):
    Membership.objects.filter(pk=colleague.pk).update(role="co_facilitator")
    ines = with_second_factor(colleague.person)
    with pytest.raises(invitations.OnlyFacilitators):
        make(cast.circle, ines, now, role="facilitator")
    assert make(cast.circle, ines, now).invitation.role == "member"


def test_without_a_second_factor_nobody_invites(cast, colleague, now):
    with pytest.raises(SecondFactorNeeded):
        make(cast.circle, colleague.person, now)


def test_sending_the_form_twice_makes_one(cast, now):
    invitations.make(group=cast.circle, role="member", uses=1, days=1, by=cast.ruth, now=now, once=77)
    with pytest.raises(invitations.MadeAlready):
        invitations.make(group=cast.circle, role="member", uses=1, days=1, by=cast.ruth, now=now, once=77)
    assert Invitation.objects.count() == 1


def test_a_steward_finds_a_facilitator_without_being_inside(cast, ana, now):
    made = invitations.appoint(group=cast.hidden, by=cast.tess, now=now)
    assert use(made, ana, now).role == "facilitator"
    assert not Membership.objects.of(cast.tess).exists()


def test_someone_inside_takes_up_the_role_a_steward_offers(cast, now):
    made = invitations.appoint(group=cast.circle, by=cast.tess, now=now)
    joining.take_up_role(token=made.token, by=cast.maya, now=now)
    assert Membership.objects.of(cast.maya).get(group=cast.circle).role == "facilitator"
    with pytest.raises(joining.OpensNothing):
        joining.take_up_role(token=made.token, by=cast.noor, now=now)


def test_an_invitation_for_members_gives_nobody_inside_a_role(cast, now):
    made = make(cast.circle, cast.ruth, now)
    with pytest.raises(joining.OpensNothing):
        joining.take_up_role(token=made.token, by=cast.maya, now=now)
