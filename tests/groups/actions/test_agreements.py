import pytest

from hearth.base.permissions import Denied
from hearth.groups.actions import agreements
from hearth.groups.actions.joining import AgreementMoved
from hearth.groups.permissions import has_accepted

NEW = [{"point": "We begin on time.", "why": "Some of us have a bus."}]


def publish(cast, now, points=NEW, by=None, based_on="newest"):
    seen = cast.circle.agreements.newest() if based_on == "newest" else based_on
    return agreements.publish(
        group=cast.circle, points=points, change="One point.", based_on=seen, by=by or cast.ruth, now=now
    )


def test_a_new_version_waits_for_everyones_yes_but_the_writers(cast, now):
    assert has_accepted(cast.maya, cast.circle)
    version = publish(cast, now)
    maya = type(cast.maya).objects.get(pk=cast.maya.pk)
    assert (version.number, version.by) == (2, cast.in_circle["ruth"])
    assert not has_accepted(maya, cast.circle)
    assert has_accepted(cast.ruth, cast.circle)
    agreements.accept(version=version, by=maya, now=now)
    assert has_accepted(maya, cast.circle)


def test_saying_yes_twice_is_saying_it_once(cast, now):
    version = publish(cast, now)
    agreements.accept(version=version, by=cast.maya, now=now)
    agreements.accept(version=version, by=cast.maya, now=now)
    assert version.acceptances.filter(membership=cast.in_circle["maya"]).count() == 1


def test_a_yes_to_an_older_version_is_no_yes(cast, newest, now):
    publish(cast, now)
    with pytest.raises(AgreementMoved):
        agreements.accept(version=newest, by=cast.maya, now=now)


def test_two_who_change_it_at_once_do_not_undo_each_other(cast, newest, now):
    publish(cast, now)
    with pytest.raises(AgreementMoved):
        publish(cast, now, points=[{"point": "Other.", "why": ""}], based_on=newest)
    assert cast.circle.agreements.newest().points == NEW


def test_nobody_is_asked_again_for_nothing(cast, newest, now):
    with pytest.raises(agreements.NothingChanged):
        publish(cast, now, points=newest.points)


@pytest.mark.parametrize("who", ["maya", "omar", "sam", "tess"])
def test_only_a_facilitator_changes_it(cast, now, who):
    with pytest.raises(Denied):
        publish(cast, now, by=getattr(cast, who))


def test_a_stranger_cannot_accept(cast, newest, now):
    with pytest.raises(Denied):
        agreements.accept(version=newest, by=cast.omar, now=now)
