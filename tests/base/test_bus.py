import threading

import pytest
from django.db import connection, transaction

from hearth.base import bus
from tests.online import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def line():
    """This process's line; on SQLite the house tells itself, and the line is idle."""
    line = bus.Line()
    yield line
    line.stop()


def start(line) -> None:
    line.start()
    if connection.vendor == "postgresql":
        assert line.listening.wait(5)


@pytest.fixture
def heard(line):
    """What is heard on one channel of the test's own."""
    heard = []
    bus.listen("hearth_test", heard.append)
    start(line)
    yield heard
    bus.forget(heard.append)
    bus._ears.pop("hearth_test", None)


def test_what_is_told_arrives_after_the_commit(heard):
    with transaction.atomic():
        bus.tell("hearth_test", "lamp:7")
        assert heard == []
    until(lambda: heard == ["lamp:7"])


def test_what_was_rolled_back_is_never_told(heard):
    with pytest.raises(RuntimeError), transaction.atomic():
        bus.tell("hearth_test", "never")
        raise RuntimeError
    with transaction.atomic():
        bus.tell("hearth_test", "after")
    until(lambda: heard == ["after"])


def test_only_a_transaction_may_tell():
    with pytest.raises(RuntimeError, match="Only a transaction"):
        bus.tell("hearth_test", "lamp:7")


def test_an_ear_that_fails_keeps_nobody_else_from_hearing(heard, caplog):
    def deaf(message):
        raise ValueError

    bus._ears["hearth_test"].insert(0, deaf)
    with transaction.atomic():
        bus.tell("hearth_test", "lamp:7")
    until(lambda: heard == ["lamp:7"])
    assert "An ear on hearth_test failed" in caplog.text


def test_who_is_forgotten_hears_no_more(heard):
    ear = bus._ears["hearth_test"][0]
    other = []
    bus.listen("hearth_test", other.append)
    bus.forget(ear)
    with transaction.atomic():
        bus.tell("hearth_test", "lamp:7")
    until(lambda: other == ["lamp:7"])
    assert heard == []


def test_what_is_told_by_another_connection_is_heard(heard):
    def elsewhere():
        with transaction.atomic():
            bus.tell("hearth_test", "from elsewhere")
        connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    until(lambda: heard == ["from elsewhere"])


@pytest.mark.postgres
def test_a_broken_line_is_mended_and_everyone_is_told_that_something_may_be_missing(heard, line, monkeypatch, caplog):
    monkeypatch.setattr(bus.Line, "WAITS", (0.05,))
    gaps = []
    gap = lambda: gaps.append(1)  # noqa: E731 – one ear, told once
    bus.after_a_gap(gap)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'hearth live' AND datname = current_database()"
            )
        until(lambda: gaps == [1])
        with transaction.atomic():
            bus.tell("hearth_test", "again")
        until(lambda: heard == ["again"])
    finally:
        bus.forget(gap)
    assert "mending it" in caplog.text


@pytest.mark.postgres
def test_a_database_that_is_not_there_yet_is_waited_for(line, monkeypatch):
    monkeypatch.setattr(bus.Line, "WAITS", (0.02,))
    refused, really = [1, 1], line._connect

    def sometimes():
        if refused:
            refused.pop()
            raise OSError
        return really()

    monkeypatch.setattr(line, "_connect", sometimes)
    line.start()
    assert line.listening.wait(5)
