"""The one place that asks what time it is."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)
_shift = timedelta()


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _frozen.get() or timezone.now() + _shift


@contextmanager
def frozen(at: datetime):
    """Hold the clock at one instant inside the block."""
    token = _frozen.set(at)
    try:
        yield at
    finally:
        _frozen.reset(token)


def ahead() -> timedelta:
    """Return how far this process's clock was shifted."""
    return _shift


def move(by: timedelta) -> None:
    """Shift this process's clock; the workshop uses it to look at tomorrow."""
    global _shift
    _shift = by
