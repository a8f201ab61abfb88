"""Where blocking work is done beside the event loop: a few lanes that live as long as the house."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from django.db import connection


class Lanes(ThreadPoolExecutor):
    """A fixed number of lanes. Their database connections stay open from one use to the next, and end with them."""

    def __init__(self, number: int, name: str):
        super().__init__(number, thread_name_prefix=name)
        self._number = number

    def close(self) -> None:
        """Finish what was begun, then let go of each lane's connection: nobody else can."""
        together = threading.Barrier(self._number)
        for _lane in range(self._number):
            self.submit(_let_go, together)
        self.shutdown(wait=True)


def _let_go(together: threading.Barrier) -> None:
    # Each waits for the others, so that no lane takes the turn of another.
    with suppress(threading.BrokenBarrierError):
        together.wait(timeout=3.0)
    connection.close()
