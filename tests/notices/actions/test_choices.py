from datetime import time

import pytest

from hearth.base.permissions import Denied
from hearth.notices.actions import choices
from hearth.notices.models import DigestTime, Naming

pytestmark = pytest.mark.django_db


def test_six_in_the_evening_unless_chosen_otherwise(cast):
    assert DigestTime.of(cast.maya) == time(18)
    choices.set_digest_time(at=time(7, 15), by=cast.maya)
    choices.set_digest_time(at=time(7, 30), by=cast.maya)
    assert DigestTime.of(cast.maya) == time(7, 30)
    assert DigestTime.of(cast.noor) == time(18)


def test_each_group_is_chosen_for_by_itself(cast, afternoon):
    circle, other = cast.in_circle["maya"], cast.in_other["maya"]
    choices.set_for_group(membership=circle, notices="each", named=True, now=afternoon, by=cast.maya)
    circle.refresh_from_db()
    other.refresh_from_db()
    assert (circle.notices, other.notices) == ("each", "digest")
    assert Naming.objects.get().membership == circle
    choices.set_for_group(membership=circle, notices="none", named=False, now=afternoon, by=cast.maya)
    assert not Naming.objects.exists()


def test_a_choice_leaves_a_quiet_group_quiet(cast, afternoon):
    circle = cast.in_circle["maya"]
    type(circle).objects.filter(pk=circle.pk).update(quiet_since=afternoon)
    circle.refresh_from_db()
    choices.set_for_group(membership=circle, notices="each", named=False, now=afternoon, by=cast.maya)
    circle.refresh_from_db()
    assert circle.quiet_since == afternoon


def test_nobody_chooses_for_another(cast, afternoon):
    with pytest.raises(Denied):
        choices.set_for_group(
            membership=cast.in_circle["maya"], notices="each", named=True, now=afternoon, by=cast.noor
        )


def test_stopping_stops_all_letters(cast, with_mail):
    with_mail(cast.maya)
    choices.stop_letters(by=cast.maya)
    cast.maya.refresh_from_db()
    assert cast.maya.letters == "none"
