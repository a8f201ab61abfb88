"""The clock's hands: `config/clock.py` says how often each of them moves."""

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.safety.actions import desk


def chase() -> None:
    """Cry out what is late."""
    desk.chase(now=clock.now(), by=HEARTH)


def expire() -> None:
    """Forget what is long settled."""
    desk.expire(now=clock.now(), by=HEARTH)
