"""The clock's hands: `config/clock.py` says how often each of them moves."""

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.delivery.actions import letters, rounds


def carry() -> None:
    """Hand over what is due."""
    rounds.carry(now=clock.now(), by=HEARTH)


def carry_urgent() -> None:
    """Hand over what is urgent, in a hand of its own: a call for help never stands behind a slow newsletter."""
    rounds.carry(now=clock.now(), by=HEARTH, urgent_only=True)


def purge() -> None:
    """Blank what has been carried, and delete what is old."""
    letters.purge(now=clock.now(), by=HEARTH)
