"""The clock's hands: `config/clock.py` says how often each of them moves."""

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.notices.actions import digests, errands, notices
from hearth.notices.models.notice import KEEP


def run_errands() -> None:
    """Send what is due."""
    errands.run_due(now=clock.now(), by=HEARTH)


def send_digests() -> None:
    """Send the letter of the day to those whose hour has come."""
    digests.send_due(now=clock.now(), by=HEARTH)


def purge() -> None:
    """Forget what was told long ago."""
    before = clock.now() - KEEP
    notices.purge(before=before, by=HEARTH)
    digests.purge(before=before, by=HEARTH)
