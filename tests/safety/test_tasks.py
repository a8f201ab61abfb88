"""The clock's hands reach the desk."""

from datetime import timedelta

from hearth.base import clock
from hearth.safety import tasks
from hearth.safety.actions import concerns, desk
from hearth.safety.models import Concern


def test_the_clock_cries_out_and_forgets(cast, post, now):
    concern = concerns.raise_about(about=post, words="", level="soon", by=cast.noor, now=now)
    with clock.frozen(now + timedelta(minutes=31)):
        tasks.chase()
    concern.refresh_from_db()
    assert concern.overdue_told_at == now + timedelta(minutes=31)
    desk.claim(item=concern, by=cast.ruth, now=now)
    desk.answer(item=concern, outcome="spoken", note="We spoke.", by=cast.ruth, now=now)
    with clock.frozen(now + timedelta(days=181)):
        tasks.expire()
    assert not Concern.objects.exists()
