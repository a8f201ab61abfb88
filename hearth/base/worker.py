"""The hands of the house: take what waits in the queue and do it, again and again until it is done.

The queue is a table (django-tasks with its database backend), so work is promised in the same transaction as its
reason. That library neither retries, nor wakes, nor takes back what a killed process had begun; this file does, and
is the only one that knows how the library stores its rows.

Nothing that a task was given, nor the message of an error, is ever logged: both could quote somebody.
"""

import logging
import secrets
import threading
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import close_old_connections, connection
from django.db.models import Q
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from hearth.base import bus, clock, events, leases
from hearth.base.transactions import writing

log = logging.getLogger("hearth.worker")

WORK = "hearth_work"
URGENT = 90

# How long to wait after each failed try: quick at first, then hourly for a day and a night.
WAITS = [
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    *[timedelta(hours=1)] * 24,
]
# A task that took its process down with it this often is not given another one.
CRASHES = 5

POLL = 1.0
# A listener holds the house's one pen on SQLite; longer than this, and people notice.
LONG = 0.5
TERM = timedelta(seconds=45)


# ── promising work ────────────────────────────────────────────────────────────────────────────────────────────


@task()
def hear(listener: str, fact: str, told: dict) -> None:
    """Let one listener hear one fact."""
    events.hear(listener, fact, told)


def enqueue_hearings(fact: str, told: dict, listeners: Iterable[events.Listener]) -> None:
    """Promise a fact to its listeners, one row each, in the transaction at hand."""
    now = clock.now()
    # One INSERT for all of them; the library's own enqueue() makes one each and reads every row back.
    DBTaskResult.objects.bulk_create(
        DBTaskResult(
            args_kwargs={"args": [listener.name, fact, told], "kwargs": {}},
            priority=URGENT if listener.urgent else 0,
            queue_name="urgent" if listener.urgent else "default",
            task_path=hear.module_path,
            backend_name=hear.backend,
            run_after=now,
        )
        for listener in listeners
    )
    bus.tell(WORK)


# ── doing it ──────────────────────────────────────────────────────────────────────────────────────────────────


def due(queues: Iterable[str]):
    """What may be done now, the urgent first."""
    return DBTaskResult.objects.filter(
        Q(run_after__lte=clock.now()) | Q(run_after=get_date_max()),
        status=TaskResultStatus.READY,
        queue_name__in=list(queues),
    )


def claim(queues: Iterable[str], holder: str) -> DBTaskResult | None:
    """Take the next row, so that no other worker does."""
    waiting = due(queues)
    if not waiting.exists():
        # Looking takes no write lock: an idle worker is in nobody's way.
        return None
    with writing():
        row = waiting.select_for_update(skip_locked=True).first()
        if row is not None:
            row.claim(holder)
    return row


def perform(row: DBTaskResult) -> bool:
    """Do what the row asks. Whatever goes wrong is settled here: one bad task must not stop the line."""
    try:
        job = row.task
        arguments, named = row.args_kwargs["args"], row.args_kwargs["kwargs"]
        if job.takes_context:
            arguments = [TaskContext(task_result=row.task_result), *arguments]
        if row.task_path == hear.module_path:
            # What a listener writes and the end of its row are one commit: a kill in between repeats nothing.
            with writing():
                began = time.monotonic()
                job.call(*arguments, **named)
                row.delete()
            if time.monotonic() - began > LONG:
                log.warning(
                    "%s took %.1f s; nobody else could write meanwhile.", name_of(row), time.monotonic() - began
                )
        else:
            job.call(*arguments, **named)
            with writing():
                DBTaskResult.objects.filter(pk=row.pk).delete()
    except BaseException as wrong:  # even sys.exit() inside a task ends only that task
        _put_back(row, wrong=type(wrong), trace=_places(wrong), tries=len(WAITS) + 1)
        return False
    return True


def _put_back(row: DBTaskResult, *, wrong: type[BaseException], trace: str, tries: int, soon: bool = False) -> None:
    tried = len(row.worker_ids)
    name = name_of(row)
    over = tried >= tries
    changed = {
        "exception_class_path": f"{wrong.__module__}.{wrong.__qualname__}",
        "traceback": trace,
    }
    if over:
        log.error("%s failed with %s for the last time; it waits for a steward.", name, wrong.__name__)
        changed |= {"status": TaskResultStatus.FAILED, "finished_at": clock.now()}
    else:
        wait = timedelta() if soon else WAITS[min(tried, len(WAITS)) - 1]
        log.warning("%s failed with %s at try %d.", name, wrong.__name__, tried)
        changed |= {"status": TaskResultStatus.READY, "run_after": clock.now() + wait}
    with writing():
        # Only as long as it is still the try we know: another worker may have taken it over.
        DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at).update(
            **changed
        )


def _places(wrong: BaseException) -> str:
    """Where it went wrong, file by file. The message is left out: it can quote what a member wrote."""
    steps = traceback.extract_tb(wrong.__traceback__)[-12:]
    return "\n".join(f"{step.filename.rsplit('/', 1)[-1]}:{step.lineno} {step.name}" for step in steps)


def name_of(row: DBTaskResult) -> str:
    """Say which task it is, without what it was given."""
    return row.args_kwargs["args"][0] if row.task_path == hear.module_path else row.task_path


def drain(queues: Iterable[str] = ("urgent", "default"), limit: int = 1000) -> int:
    """Do everything that is due, here and now; return how many succeeded. For tests and for seeding."""
    done = 0
    for _turn in range(limit):
        row = claim(queues, "drain.here")
        if row is None:
            break
        done += perform(row)
    return done


# ── what went wrong ───────────────────────────────────────────────────────────────────────────────────────────


class WorkerLost(Exception):
    """The process that had begun this task is gone."""


def rescue_orphans() -> int:
    """Put back what processes had begun that are no longer there; return how many rows that were."""
    alive = leases.holders("worker")
    orphans = [row for row in begun() if row.worker_ids[-1].split(".")[0] not in alive]
    for row in orphans:
        _put_back(row, wrong=WorkerLost, trace="", tries=CRASHES, soon=len(row.worker_ids) == 1)
    return len(orphans)


def rescue_dropped(holder: str) -> int:
    """Put back what a living lane had begun and could not settle, because the database was away at that moment."""
    dropped = [row for row in begun() if row.worker_ids[-1] == holder]
    for row in dropped:
        _put_back(row, wrong=WorkerLost, trace="", tries=len(WAITS) + 1, soon=len(row.worker_ids) == 1)
    return len(dropped)


def begun():
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)


@dataclass(frozen=True)
class DeadLetter:
    """A task that failed to the end, as a steward sees it: which, since when and how; not with what."""

    id: str
    task: str
    urgent: bool
    promised_at: datetime
    given_up_at: datetime
    tries: int
    wrong: str
    trace: str


def dead_letters() -> list[DeadLetter]:
    """Return what was given up, the newest first."""
    return [
        DeadLetter(
            id=str(row.pk),
            task=name_of(row),
            urgent=row.queue_name == "urgent",
            promised_at=row.enqueued_at,
            given_up_at=row.finished_at,
            tries=len(row.worker_ids),
            wrong=row.exception_class_path,
            trace=row.traceback,
        )
        for row in DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")
    ]


def send_again(letter_id: str) -> bool:
    """Put a dead letter back at the front with all its tries; False if there is none of that id."""
    with writing():
        revived = DBTaskResult.objects.filter(pk=letter_id, status=TaskResultStatus.FAILED).update(
            status=TaskResultStatus.READY, run_after=clock.now(), worker_ids=[], finished_at=None
        )
        if revived:
            bus.tell(WORK)
    return bool(revived)


# ── going on and on ───────────────────────────────────────────────────────────────────────────────────────────


class Worker:
    """Two lanes in this process: one for what is urgent alone, one for everything, the urgent first.

    So a slow task can make others wait, but never a call for help.
    """

    LANES = {"urgent": ("urgent",), "default": ("urgent", "default")}
    RENEW = 15.0

    def __init__(self):
        self.name = secrets.token_hex(8)
        self._over = threading.Event()
        self._renewing = threading.Lock()
        self._renewed: float | None = None
        self._lanes = [Lane(self, name, queues) for name, queues in self.LANES.items()]

    @property
    def stopping(self) -> bool:
        return self._over.is_set()

    def start(self) -> None:
        bus.listen(WORK, self.wake)
        bus.after_a_gap(self.wake)
        for lane in self._lanes:
            lane.start()

    def wake(self, _message: str = "") -> None:
        for lane in self._lanes:
            lane.awake.set()

    def renew(self) -> None:
        """Say that this process lives. Either lane may: one that is long at work must not look dead to others."""
        with self._renewing:
            now = time.monotonic()
            if self._renewed is None or now - self._renewed >= self.RENEW:
                leases.hold(f"worker:{self.name}", self.name, TERM)
                self._renewed = now

    def rest(self, seconds: float) -> None:
        self._over.wait(seconds)

    def stop(self, timeout: float = 10.0) -> bool:
        """Let each lane finish what it has in hand; True when all of them did."""
        self._over.set()
        bus.forget(self.wake)
        self.wake()
        for lane in self._lanes:
            lane.join(timeout)
        finished = not any(lane.is_alive() for lane in self._lanes)
        if finished:
            leases.let_go(self.name)
            connection.close()
        return finished


class Lane(threading.Thread):
    """One task after the other. Survives every error of theirs, and of the database."""

    PAUSES = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)

    def __init__(self, worker: Worker, name: str, queues: tuple[str, ...]):
        super().__init__(name=f"hearth-{name}", daemon=True)
        self.awake = threading.Event()
        self._worker = worker
        self._lane = name
        self._queues = queues

    def run(self) -> None:
        failures = 0
        holder = f"{self._worker.name}.{self._lane}"
        while not self._worker.stopping:
            self.awake.clear()
            try:
                close_old_connections()
                self._worker.renew()
                if failures:
                    rescue_dropped(holder)
                row = claim(self._queues, holder)
                if row is not None:
                    perform(row)
                failures = 0
            except Exception as wrong:
                failures += 1
                pause = self.PAUSES[min(failures, len(self.PAUSES)) - 1]
                log.error("The %s lane met %s; trying again in %.1f s.", self._lane, type(wrong).__name__, pause)
                connection.close()
                self._worker.rest(pause)
                continue
            if row is None:
                self.awake.wait(POLL)
        connection.close()
