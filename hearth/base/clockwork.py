"""What moves the hands of the clock: recurring tasks, each at its pace, in exactly one process of the house.

The table itself is `config/clock.py`. Urgent tasks have a hand of their own, so that a mail server that answers
slowly holds up letters and nothing else. A task that fails is tried again within the minute: tasks ask the database
what is due, they are not told.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils.module_loading import import_string

from hearth.base import leases

log = logging.getLogger("hearth.clock")

TERM = timedelta(seconds=45)
RENEW = 15.0
# What is done once a day must not wait a day because the database was away for a second.
AGAIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Every:
    """One line of the table: how often, and which function without arguments. `urgent` ones wait for no other."""

    pace: timedelta
    task: str
    urgent: bool = False

    def __post_init__(self):
        if self.pace <= timedelta():
            raise ValueError(f"{self.task} needs a pace.")

    @property
    def function(self) -> Callable[[], None]:
        """The function itself. Raises ImportError when no app has it."""
        return import_string(self.task)


class Clockwork:
    """The hands of one process. Only those of the process that holds the lease move."""

    def __init__(self, table: Iterable[Every]):
        table = list(table)
        self.name = secrets.token_hex(8)
        self._over = threading.Event()
        # A misspelt task stops the house from opening: a clock with a hand missing looks like a clock.
        self._hands = [
            Hand(self, f"hearth-clock-{kind}", [(line, line.function) for line in table if line.urgent is urgent])
            for kind, urgent in (("urgent", True), ("steady", False))
        ]
        self._keeper = threading.Thread(target=self._keep, name="hearth-clock", daemon=True)
        self.mine = threading.Event()

    @property
    def stopping(self) -> bool:
        return self._over.is_set()

    def rest(self, seconds: float) -> None:
        self._over.wait(seconds)

    def start(self) -> None:
        self._keeper.start()
        for hand in self._hands:
            hand.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """Let each hand finish its movement; True when all of them did."""
        self._over.set()
        everyone = [self._keeper, *self._hands]
        until = time.monotonic() + timeout
        for one in everyone:
            one.join(max(0.0, until - time.monotonic()))
        return not any(one.is_alive() for one in everyone)

    def _keep(self) -> None:
        """Hold the lease as long as this process lives; let it go when it stops, so that another need not wait."""
        held_at = None
        while not self.stopping:
            try:
                close_old_connections()
                if leases.hold("clock", self.name, TERM):
                    held_at = time.monotonic()
                    self.mine.set()
                else:
                    self.mine.clear()
            except Exception as wrong:
                log.warning("The clock's lease could not be renewed (%s).", type(wrong).__name__)
                connection.close()
                # Without the database nobody can say whose clock it is; after its term it may be another's.
                if held_at is not None and time.monotonic() - held_at >= TERM.total_seconds():
                    self.mine.clear()
            self.rest(RENEW)
        self.mine.clear()
        try:
            leases.let_go(self.name)
        except Exception as wrong:
            log.warning("The clock's lease could not be given back (%s); it will run out.", type(wrong).__name__)
        connection.close()


class Hand(threading.Thread):
    """One task after the other, whichever is due first."""

    def __init__(self, clock: Clockwork, name: str, tasks: list[tuple[Every, Callable[[], None]]]):
        super().__init__(name=name, daemon=True)
        self._clock = clock
        self._tasks = tasks

    def run(self) -> None:
        # Every task moves soon after the start: a house that is often restarted must not forget its daily ones.
        due = {line: time.monotonic() for line, _function in self._tasks}
        while not self._clock.stopping and self._tasks:
            if not self._clock.mine.wait(timeout=0.5):
                continue
            line, function = min(self._tasks, key=lambda pair: due[pair[0]])
            wait = due[line] - time.monotonic()
            if wait > 0:
                self._clock.rest(min(wait, 1.0))
                continue
            began = time.monotonic()
            pace = line.pace if self._move(line, function) else min(line.pace, AGAIN)
            due[line] = began + pace.total_seconds()
        connection.close()

    def _move(self, line: Every, function: Callable[[], None]) -> bool:
        try:
            close_old_connections()
            function()
        except Exception as wrong:
            # The type only: the message could quote somebody.
            log.error("%s failed with %s; it is tried again soon.", line.task, type(wrong).__name__)
            connection.close()
            return False
        return True
