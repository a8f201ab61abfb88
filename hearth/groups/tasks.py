"""The clock's hands: `config/clock.py` says how often each of them moves."""

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.groups.actions import joining, welcomes


def chase_welcomes() -> None:
    """Warn about newcomers nobody has greeted yet."""
    welcomes.chase(now=clock.now(), by=HEARTH)


def chase_requests() -> None:
    """Warn about questions past their promised time, and take back those nobody answers."""
    joining.chase(now=clock.now(), by=HEARTH)


def forget() -> None:
    """Delete questions settled long ago and invitations long past."""
    joining.forget(now=clock.now(), by=HEARTH)
