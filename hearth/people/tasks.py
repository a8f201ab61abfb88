"""The clock's hands: `config/clock.py` says how often each of them moves."""

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.people.actions import sessions


def sweep() -> None:
    """Delete what signed-in devices have left behind."""
    sessions.sweep(now=clock.now(), by=HEARTH)
