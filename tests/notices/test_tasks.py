from datetime import timedelta

import pytest

from hearth.base import clock
from hearth.delivery.models import Letter
from hearth.notices import tasks
from hearth.notices.models import Errand, Notice

pytestmark = pytest.mark.django_db


def test_the_clock_sends_what_is_due(offer, with_mail, cast, afternoon):
    with_mail(cast.maya)
    offer()
    with clock.frozen(afternoon + timedelta(minutes=21)):
        tasks.run_errands()
    assert Errand.objects.sent().count() == Letter.objects.count() == 1


def test_the_clock_sends_the_letter_of_the_day(offer, with_mail, cast, afternoon):
    with_mail(cast.maya, letters="digest")
    offer()
    with clock.frozen(afternoon + timedelta(hours=4)):
        tasks.send_digests()
        tasks.send_digests()
    assert Letter.objects.get().subject == "One thing is waiting"


def test_the_clock_forgets(offer, afternoon):
    offer()
    with clock.frozen(afternoon + timedelta(days=91)):
        tasks.purge()
    assert not Notice.objects.exists()
