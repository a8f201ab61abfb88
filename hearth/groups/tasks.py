"""The clock's hands: `config/clock.py` says how often each of them moves."""

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.groups.actions import groups, joining, memberships, welcomes


def chase_welcomes() -> None:
    """Warn about newcomers nobody has greeted yet."""
    welcomes.chase(now=clock.now(), by=HEARTH)


def chase_requests() -> None:
    """Warn about questions past their promised time, and take back those nobody answers."""
    joining.chase(now=clock.now(), by=HEARTH)


def ask_to_confirm() -> None:
    """Ask whether leaflets of two months ago are still right."""
    groups.ask_to_confirm(now=clock.now(), by=HEARTH)


def forget() -> None:
    """Delete questions settled long ago, invitations long past, and lines whose time is over."""
    joining.forget(now=clock.now(), by=HEARTH)
    memberships.forget_notes(now=clock.now(), by=HEARTH)
