import pytest

from hearth.base.permissions import Denied
from hearth.groups.actions import apart
from hearth.groups.models import Block, Membership, Mute


def names_seen_by(person, group):
    return set(Membership.objects.visible_to(person).filter(group=group).values_list("name", flat=True))


def test_a_block_hides_both_from_each_other_in_that_group_alone(cast):
    everyone = {"Paper Boat", "Slow Kettle", "Devorah"}
    assert names_seen_by(cast.noor, cast.circle) == names_seen_by(cast.maya, cast.circle) == everyone
    apart.block(membership=cast.in_circle["noor"], by=cast.maya)
    assert names_seen_by(cast.maya, cast.circle) == {"Paper Boat", "Devorah"}
    assert names_seen_by(cast.noor, cast.circle) == {"Slow Kettle", "Devorah"}
    assert names_seen_by(cast.ruth, cast.circle) == everyone, "who looks after the group sees both"
    apart.unblock(membership=cast.in_circle["noor"], by=cast.maya)
    assert names_seen_by(cast.noor, cast.circle) == everyone


def test_a_mute_changes_nothing_the_other_could_see(cast):
    before = names_seen_by(cast.noor, cast.circle)
    apart.mute(membership=cast.in_circle["noor"], by=cast.maya)
    assert names_seen_by(cast.noor, cast.circle) == before
    assert not Mute.objects.visible_to(cast.noor).exists()
    assert Mute.objects.visible_to(cast.maya).count() == 1


def test_to_do_it_twice_is_to_do_it_once(cast):
    for _time in range(2):
        apart.block(membership=cast.in_circle["noor"], by=cast.maya)
        apart.mute(membership=cast.in_circle["noor"], by=cast.maya)
    assert (Block.objects.count(), Mute.objects.count()) == (1, 1)


def test_the_other_cannot_undo_my_block(cast):
    apart.block(membership=cast.in_circle["noor"], by=cast.maya)
    apart.unblock(membership=cast.in_circle["maya"], by=cast.noor)
    assert Block.objects.count() == 1
    assert not Block.objects.visible_to(cast.noor).exists()


def test_members_and_those_who_look_after_them_stay_within_reach(cast):
    with pytest.raises(apart.TheyLookAfterIt):
        apart.block(membership=cast.in_circle["ruth"], by=cast.maya)
    with pytest.raises(apart.TheyLookAfterIt):
        apart.block(membership=cast.in_circle["maya"], by=cast.ruth)
    apart.mute(membership=cast.in_circle["ruth"], by=cast.maya)


def test_nobody_parts_from_themselves(cast):
    with pytest.raises(apart.NotOneself):
        apart.mute(membership=cast.in_circle["maya"], by=cast.maya)


@pytest.mark.parametrize("deed", [apart.mute, apart.unmute, apart.block, apart.unblock])
def test_a_stranger_parts_from_nobody(cast, deed):
    with pytest.raises(Denied):
        deed(membership=cast.in_circle["maya"], by=cast.omar)
