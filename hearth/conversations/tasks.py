"""The clock's hands: `config/clock.py` says how often each of them moves."""

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.conversations.actions import clocks, keeping, search
from hearth.conversations.models import Thread


def chase() -> None:
    """Tell people about conversations nobody has answered."""
    now = clock.now()
    # Looking takes no write lock; most minutes nobody is overdue.
    if Thread.objects.to_chase(now).exists():
        clocks.chase(now=now, by=HEARTH)


def purge() -> None:
    """Let go of old drafts, and make the search index forget what was taken back."""
    keeping.purge_drafts(now=clock.now(), by=HEARTH)
    search.keep_in_step(by=HEARTH)
