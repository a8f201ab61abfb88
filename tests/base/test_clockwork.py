import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError

from hearth.base import clockwork, leases
from hearth.base.clockwork import Clockwork, Every
from tests.online import until

pytestmark = pytest.mark.django_db(transaction=True)

QUICK = timedelta(milliseconds=50)
moved: list[str] = []
hold_up = threading.Event()


def tick() -> None:
    moved.append("tick")


def tock() -> None:
    moved.append("tock")


def fail() -> None:
    moved.append("fail")
    raise ValueError("the words of somebody")


def hang() -> None:
    moved.append("hang")
    hold_up.wait(5)


def name(function) -> str:
    return f"tests.base.test_clockwork.{function.__name__}"


@pytest.fixture(autouse=True)
def fresh():
    moved.clear()
    hold_up.clear()
    yield
    hold_up.set()


@pytest.fixture
def started():
    clocks = []

    def start(*table) -> Clockwork:
        clocks.append(Clockwork(table))
        clocks[-1].start()
        return clocks[-1]

    yield start
    hold_up.set()
    for clock in clocks:
        assert clock.stop()


def test_each_task_moves_at_its_pace(started):
    started(Every(QUICK, name(tick)), Every(timedelta(hours=1), name(tock)))
    until(lambda: moved.count("tick") >= 4)
    # Soon after the start, and then not again for an hour.
    assert moved.count("tock") == 1


def test_a_task_that_fails_is_tried_again_and_keeps_nobody_from_moving(started, caplog):
    started(Every(QUICK, name(fail)), Every(QUICK, name(tick)))
    until(lambda: moved.count("tick") >= 3 and moved.count("fail") >= 3)
    assert "failed with ValueError" in caplog.text
    assert "the words of somebody" not in caplog.text


def test_a_daily_task_that_fails_does_not_wait_a_day(started, monkeypatch):
    monkeypatch.setattr(clockwork, "AGAIN", QUICK)
    started(Every(timedelta(days=1), name(fail)))
    until(lambda: moved.count("fail") >= 3)


def test_what_is_urgent_never_waits_for_what_is_not(started):
    started(Every(QUICK, name(hang)), Every(QUICK, name(tick), urgent=True))
    until(lambda: "hang" in moved)
    before = moved.count("tick")
    until(lambda: moved.count("tick") >= before + 3)


def test_only_one_process_moves(started):
    started(Every(QUICK, name(tick)))
    until(lambda: "tick" in moved)
    started(Every(QUICK, name(tock)))
    until(lambda: moved.count("tick") >= 12)
    assert "tock" not in moved


def test_who_takes_over_does_so_at_the_next_look(started, monkeypatch):
    monkeypatch.setattr(clockwork, "RENEW", 0.1)
    first = started(Every(QUICK, name(tick)))
    until(lambda: "tick" in moved)
    started(Every(QUICK, name(tock)))
    assert first.stop()
    until(lambda: "tock" in moved)


def test_a_database_that_is_away_stops_the_clock_only_after_its_term(started, monkeypatch, caplog):
    monkeypatch.setattr(clockwork, "RENEW", 0.05)
    monkeypatch.setattr(clockwork, "TERM", timedelta(seconds=0.4))
    clock = started(Every(QUICK, name(tick)))
    until(lambda: "tick" in moved)

    def away(*_):
        raise OperationalError

    monkeypatch.setattr(leases, "hold", away)
    time.sleep(0.15)
    assert clock.mine.is_set()
    until(lambda: not clock.mine.is_set())
    assert "could not be renewed" in caplog.text
    monkeypatch.undo()


def test_a_clock_with_a_hand_missing_does_not_start():
    with pytest.raises(ImportError):
        Clockwork([Every(QUICK, "hearth.nowhere.tasks.nothing")])
    with pytest.raises(ImportError):
        Clockwork([Every(QUICK, "hearth.base.worker.no_such_task")])


def test_a_pace_is_needed():
    with pytest.raises(ValueError, match="needs a pace"):
        Every(timedelta(), name(tick))
