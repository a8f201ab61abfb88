"""What goes on in a process beside its pages: the line to the other processes, the worker, the clock."""

import logging

from django.conf import settings

from config.clock import TABLE
from hearth.base.bus import Line
from hearth.base.clockwork import Clockwork
from hearth.base.worker import Worker

log = logging.getLogger("hearth")


class Household:
    """Starts in the order in which each needs the one before, and stops the other way round."""

    def __init__(self, *, works: bool):
        self._line = Line()
        self._worker = Worker() if works else None
        self._clock = Clockwork(TABLE) if works else None

    @classmethod
    def beside_pages(cls) -> "Household":
        """The household of a process that serves pages; it works too, unless that is done elsewhere."""
        return cls(works=settings.WORKER == "embedded")

    def start(self) -> None:
        self._line.start()
        if self._worker:
            self._worker.start()
        if self._clock:
            self._clock.start()

    def stop(self) -> None:
        """Within ten seconds. What does not finish in time is found by the next process and done again."""
        if self._clock and not self._clock.stop(timeout=3.0):
            log.warning("A hand of the clock was still moving when the house closed.")
        if self._worker and not self._worker.stop(timeout=2.5):
            log.warning("A task was still at work when the house closed; it will be taken up again.")
        self._line.stop()
