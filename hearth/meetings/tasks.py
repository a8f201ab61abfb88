"""The clock's hand that keeps meetings in time."""

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.meetings.actions import meetings


def renew() -> None:
    """Work out what comes next for meetings that have begun."""
    meetings.renew(now=clock.now(), by=HEARTH)
