"""Facts of the tests' own; a test that uses them registers them in its own register."""

import threading
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django_tasks import task

from hearth.base.events import Fact


@dataclass(frozen=True, kw_only=True)
class LampLit(Fact):
    lamp_id: int
    by_id: int | None = None
    at: datetime | None = None
    on: date | None = None
    how: str = "match"
    bright: bool = False


@dataclass(frozen=True, kw_only=True)
class LampBroken(Fact):
    lamp_id: int
    by_id: int | None = None

    journaled: ClassVar[bool] = True


slow_begun, slow_may_end = threading.Event(), threading.Event()


@task()
def dawdle() -> None:
    """A task that takes as long as the test wants it to."""
    slow_begun.set()
    slow_may_end.wait(10)
