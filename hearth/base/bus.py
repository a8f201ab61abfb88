"""How one process of the house tells the others that something is new. What travels are names, never words.

On PostgreSQL the database is the bus: NOTIFY leaves with the commit and dies with the rollback, and every process
listens on a connection of its own. On SQLite the house is one process, which tells itself after the commit.
"""

import logging
import threading
from collections.abc import Callable

from django.db import connection, transaction

log = logging.getLogger("hearth.bus")

_ears: dict[str, list[Callable[[str], None]]] = {}
_after_a_gap: list[Callable[[], None]] = []


def listen(channel: str, ear: Callable[[str], None]) -> None:
    """Call `ear(message)` in this process for every message on the channel. Ears are quick and never raise."""
    _ears.setdefault(channel, []).append(ear)


def after_a_gap(ear: Callable[[], None]) -> None:
    """Call `ear()` whenever messages may have been missed, so that nobody waits for one that will not come."""
    _after_a_gap.append(ear)


def forget(*ears: Callable) -> None:
    """Stop calling these ears."""
    for listening in (*_ears.values(), _after_a_gap):
        listening[:] = [ear for ear in listening if ear not in ears]


def tell(channel: str, message: str = "") -> None:
    """Tell every process, when and only when the surrounding transaction commits."""
    if not connection.in_atomic_block:
        raise RuntimeError("Only a transaction may tell: what is told must be true together with its rows.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [channel, message])
    else:
        transaction.on_commit(lambda: _arrive(channel, message), robust=True)


def _arrive(channel: str, message: str) -> None:
    for ear in _ears.get(channel, ()):
        try:
            ear(message)
        except Exception:
            log.exception("An ear on %s failed.", channel)


class Line:
    """This process's listening connection to PostgreSQL, mended whenever it breaks."""

    # A dead server behind a silent network answers nothing at all: ask now and then.
    SILENCE = 15.0
    WAITS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)

    def __init__(self):
        self._over = threading.Event()
        self._lane = threading.Thread(target=self._run, name="hearth-bus", daemon=True)
        self.listening = threading.Event()

    def start(self) -> None:
        if connection.vendor == "postgresql":
            self._lane.start()

    def stop(self) -> None:
        self._over.set()
        if self._lane.is_alive():
            self._lane.join(timeout=5)

    def _run(self) -> None:
        failures = 0
        heard_before = False
        while not self._over.is_set():
            try:
                with self._connect() as line:
                    for channel in _ears:
                        line.execute(f'LISTEN "{channel}"')
                    failures = 0
                    self.listening.set()
                    if heard_before:
                        self._mend()
                    heard_before = True
                    self._hear(line)
            except Exception as wrong:
                self.listening.clear()
                failures += 1
                if not self._over.is_set():
                    log.warning("The listening line broke (%s); mending it.", type(wrong).__name__)
                self._over.wait(self.WAITS[min(failures, len(self.WAITS)) - 1])

    def _connect(self):
        import psycopg  # only houses on PostgreSQL need its driver

        known = connection.get_connection_params()
        wanted = {"dbname", "user", "password", "host", "port", "service", "sslmode", "sslrootcert"}
        return psycopg.connect(
            **{name: value for name, value in known.items() if name in wanted},
            connect_timeout=5,
            autocommit=True,
            application_name="hearth live",
        )

    def _hear(self, line) -> None:
        silent = 0.0
        while not self._over.is_set():
            heard = False
            # A short wait, so that stopping the house does not have to break the connection.
            for notice in line.notifies(timeout=0.5, stop_after=64):
                heard = True
                _arrive(notice.channel, notice.payload)
            silent = 0.0 if heard else silent + 0.5
            if silent >= self.SILENCE:
                line.execute("SELECT 1")
                silent = 0.0

    def _mend(self) -> None:
        for ear in _after_a_gap:
            try:
                ear()
            except Exception:
                log.exception("An ear failed after a gap.")
