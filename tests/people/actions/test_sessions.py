from datetime import timedelta

import pytest
from django.test import Client

from hearth.base import clock
from hearth.base.permissions import HEARTH, Denied
from hearth.people.actions import sessions
from hearth.people.models import Session
from hearth.people.tasks import sweep
from tests.cast import signed_in


def test_a_device_is_signed_out_by_its_owner_alone(cast):
    signed_in(Client(), cast.maya)
    (session,) = Session.objects.filter(person=cast.maya)
    for stranger in (cast.noor, cast.omar, cast.tess):
        with pytest.raises(Denied):
            sessions.end(session=session, by=stranger)
    sessions.end(session=session, by=cast.maya)
    assert not Session.objects.exists()


def test_ending_all_the_others_keeps_the_one_in_hand(cast):
    for _device in range(3):
        signed_in(Client(), cast.maya)
    signed_in(Client(), cast.noor)
    keep = Session.objects.filter(person=cast.maya).first().session_key
    assert sessions.end_others(person=cast.maya, keep=keep, by=cast.maya) == 2
    assert Session.objects.get(person=cast.maya).session_key == keep
    assert Session.objects.filter(person=cast.noor).count() == 1
    with pytest.raises(Denied):
        sessions.end_others(person=cast.maya, keep="", by=cast.omar)


def test_what_is_over_is_swept_away(cast):
    signed_in(Client(), cast.maya)
    sweep()
    assert Session.objects.count() == 1
    with clock.frozen(clock.now() + timedelta(days=15)):
        sweep()
    assert not Session.objects.exists()
    with pytest.raises(Denied):
        sessions.sweep(now=clock.now(), by=cast.tess)
    assert sessions.sweep(now=clock.now(), by=HEARTH) == 0
