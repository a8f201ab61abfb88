"""The clock's hands do what their names say."""

from datetime import timedelta

import pytest
from django.core import mail

from hearth.base import clock
from hearth.delivery import tasks
from hearth.delivery.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


def test_carrying_and_purging(write, evening):
    write("plain")
    write("urgent", urgent=True, subject="urgent")
    with clock.frozen(evening):
        tasks.carry_urgent()
        assert [message.subject for message in mail.outbox] == ["urgent"]
        tasks.carry()
        assert len(mail.outbox) == 2
    with clock.frozen(evening + timedelta(hours=25)):
        tasks.purge()
    assert set(Letter.objects.values_list("text", "state")) == {("", "sent")}
