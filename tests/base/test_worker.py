import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hearth.base import clock, leases, worker
from hearth.base.events import after, announce, fact
from hearth.base.models import Lease
from tests.base.facts import LampLit, dawdle, slow_begun, slow_may_end
from tests.online import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_facts")]

SECRET = "she said the name of her street"


@pytest.fixture(autouse=True)
def registered(own_facts):
    fact(LampLit)


def light(number: int = 7) -> None:
    with transaction.atomic():
        announce(LampLit(lamp_id=number))


def the_row() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_a_task_that_fails_is_tried_again_later_and_later_until_it_works():
    tries = []

    @after(LampLit)
    def stumble(fact):
        tries.append(fact.lamp_id)
        if len(tries) < 3:
            raise ConnectionError

    start = clock.now()
    with clock.frozen(start):
        light()
        worker.drain()
        assert len(tries) == 1
        assert the_row().run_after == start + timedelta(seconds=10)
    with clock.frozen(start + timedelta(seconds=9)):
        worker.drain()
        assert len(tries) == 1
    with clock.frozen(start + timedelta(seconds=10)):
        worker.drain()
        assert len(tries) == 2
    with clock.frozen(start + timedelta(seconds=70)):
        assert worker.drain() == 1
        assert len(tries) == 3
    assert not DBTaskResult.objects.exists()


def test_a_task_is_given_up_after_a_day_and_a_night_and_waits_for_a_steward():
    @after(LampLit, urgent=True)
    def never(fact):
        raise ValueError(SECRET)

    moment = clock.now()
    with clock.frozen(moment):
        light()
    for wait in [timedelta(), *worker.WAITS]:
        moment += wait
        with clock.frozen(moment):
            worker.drain()
    (letter,) = worker.dead_letters()
    assert (letter.task, letter.urgent, letter.tries, letter.wrong) == (
        "test_worker.never",
        True,
        len(worker.WAITS) + 1,
        "builtins.ValueError",
    )
    assert "test_worker.py" in letter.trace
    assert sum(worker.WAITS, timedelta()) > timedelta(hours=24)


def test_neither_the_row_nor_the_log_of_a_failure_quotes_anybody(caplog):
    @after(LampLit)
    def never(fact):
        raise ValueError(SECRET)

    light()
    worker.drain()
    row = the_row()
    assert SECRET not in f"{row.traceback}{row.exception_class_path}{caplog.text}"
    assert "ValueError" in caplog.text


def test_a_steward_can_send_a_dead_letter_again():
    fails = [True]

    @after(LampLit)
    def once(fact):
        if fails:
            raise ValueError

    light()
    row = the_row()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=clock.now(), worker_ids=["x"] * 29)
    assert worker.drain() == 0
    fails.clear()
    assert worker.send_again(str(row.pk)) is True
    assert worker.send_again(str(row.pk)) is False
    assert worker.drain() == 1
    assert worker.dead_letters() == []


def test_what_a_listener_wrote_before_it_failed_is_undone():
    @after(LampLit)
    def half(fact):
        Lease.objects.create(name="half", holder="test", until=datetime(2030, 1, 1, tzinfo=UTC))
        raise RuntimeError

    light()
    worker.drain()
    assert not Lease.objects.exists()
    assert the_row().status == TaskResultStatus.READY


@pytest.mark.parametrize("wrong", [SystemExit, KeyboardInterrupt, RecursionError, MemoryError])
def test_poison_stops_itself_and_not_the_line(wrong):
    done = []

    @after(LampLit)
    def poison(fact):
        if fact.lamp_id == 1:
            raise wrong
        done.append(fact.lamp_id)

    light(1)
    light(2)
    assert worker.drain() == 1
    assert done == [2]


def test_work_for_a_listener_that_this_version_no_longer_has_is_kept():
    @after(LampLit)
    def gone(fact):
        pass

    light()
    DBTaskResult.objects.update(args_kwargs={"args": ["nobody.nothing", "facts.LampLit", {"lamp_id": 1}], "kwargs": {}})
    assert worker.drain() == 0
    row = the_row()
    assert (row.status, row.exception_class_path) == (TaskResultStatus.READY, "builtins.KeyError")


def test_the_urgent_goes_first():
    done = []

    @after(LampLit)
    def slow_post(fact):
        done.append("later")

    @after(LampLit, urgent=True)
    def alarm(fact):
        done.append("urgent")

    light()
    worker.drain()
    assert done == ["urgent", "later"]


def test_looking_for_work_takes_one_question_and_no_lock(django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        assert worker.claim(("urgent", "default"), "somebody.here") is None
    assert asked.captured_queries[0]["sql"].startswith("SELECT")


def test_two_workers_never_take_the_same_row():
    @after(LampLit)
    def look(fact):
        pass

    light()
    first, second = (worker.claim(("default",), f"{name}.default") for name in ("one", "two"))
    assert first is not None
    assert second is None


# ── processes that die ────────────────────────────────────────────────────────────────────────────────────────


def begun_by(holder: str) -> DBTaskResult:
    @after(LampLit)
    def look(fact):
        pass

    light()
    return worker.claim(("default",), f"{holder}.default")


def test_what_a_killed_process_had_begun_is_taken_up_again_at_once():
    begun_by("killed")
    assert worker.drain() == 0
    assert worker.rescue_orphans() == 1
    assert worker.drain() == 1


def test_what_a_living_process_has_in_hand_is_left_to_it():
    leases.hold("worker:alive", "alive", timedelta(seconds=45))
    begun_by("alive")
    assert worker.rescue_orphans() == 0
    assert the_row().status == TaskResultStatus.RUNNING


def test_a_task_that_takes_its_process_down_is_not_given_a_sixth():
    begun_by("killed")
    for _crash in range(worker.CRASHES):
        worker.rescue_orphans()
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=clock.now())
        worker.claim(("default",), "killed.default")
    worker.rescue_orphans()
    (letter,) = worker.dead_letters()
    assert letter.wrong.endswith("WorkerLost")
    assert worker.claim(("default",), "next.default") is None


def test_a_slow_process_that_was_given_up_cannot_undo_what_its_successor_did():
    row = begun_by("slow")
    worker.rescue_orphans()
    again = worker.claim(("default",), "next.default")
    assert again.pk == row.pk
    worker._put_back(row, wrong=ValueError, trace="", tries=1)
    assert the_row().status == TaskResultStatus.RUNNING


def test_a_lane_takes_up_again_what_it_could_not_settle_itself():
    row = begun_by("alive")
    assert worker.rescue_dropped("alive.urgent") == 0
    assert worker.rescue_dropped("alive.default") == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY


# ── lanes ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def hands():
    """A worker at work in this process."""
    from hearth.base.bus import Line

    line, at_work = Line(), worker.Worker()
    line.start()
    at_work.start()
    yield at_work
    at_work.stop()
    line.stop()


def test_a_call_for_help_never_waits_behind_a_slow_task(hands):
    helped = threading.Event()
    slow_begun.clear()
    slow_may_end.clear()

    @after(LampLit, urgent=True)
    def call(fact):
        helped.set()

    dawdle.enqueue()
    assert slow_begun.wait(5)
    light()
    reached = helped.wait(5)
    slow_may_end.set()
    assert reached
    until(lambda: not DBTaskResult.objects.exists())


def test_work_is_begun_when_it_is_promised_and_not_at_the_next_look(hands):
    done = threading.Event()

    @after(LampLit)
    def look(fact):
        done.set()

    until(lambda: leases.holders("worker") == {hands.name})
    light()
    assert done.wait(2)


def test_a_listener_that_keeps_everyone_from_writing_is_named_in_the_log(caplog, monkeypatch):
    monkeypatch.setattr(worker, "LONG", 0.0)

    @after(LampLit)
    def ponder(fact):
        pass

    light()
    worker.drain()
    assert "test_worker.ponder took" in caplog.text


def test_a_worker_that_stops_finishes_what_it_has_in_hand_and_lets_go():
    begun, finished = threading.Event(), threading.Event()

    @after(LampLit)
    def long(fact):
        begun.set()
        time.sleep(0.3)
        finished.set()

    at_work = worker.Worker()
    at_work.start()
    light()
    assert begun.wait(5)
    assert at_work.stop() is True
    assert finished.is_set()
    assert leases.holders("worker") == set()
    assert not DBTaskResult.objects.exists()


def test_a_lane_survives_a_database_that_is_away_for_a_moment(monkeypatch, caplog):
    done = threading.Event()
    monkeypatch.setattr(worker.Lane, "PAUSES", (0.05,))
    away = [True, True]
    really = worker.claim

    def sometimes(queues, holder):
        if away:
            away.pop()
            raise OperationalError
        return really(queues, holder)

    monkeypatch.setattr(worker, "claim", sometimes)

    @after(LampLit)
    def look(fact):
        done.set()

    at_work = worker.Worker()
    at_work.start()
    light()
    try:
        assert done.wait(5)
    finally:
        at_work.stop()
    assert "trying again" in caplog.text
