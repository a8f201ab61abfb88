"""The house in a process of its own, opened and closed as its host does it."""

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest

from config import opening
from tests.house.reading import ROOT
from tests.served import free_port

PATIENCE = 60


class Opened:
    """A process that was started, and where it answers."""

    def __init__(self, process, port: int):
        self.process = process
        self.port = port

    def get(self, path="/robots.txt"):
        line = HTTPConnection("127.0.0.1", self.port, timeout=5)
        line.request("GET", path, headers={"Host": f"localhost:{self.port}"})
        answer = line.getresponse()
        return answer.status, answer.read()

    def answers(self) -> "Opened":
        over = time.monotonic() + PATIENCE
        while time.monotonic() < over:
            assert self.process.poll() is None, self.process.stdout.read()
            try:
                if self.get()[0] == 200:
                    return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the house did not open")

    def close(self, sign=signal.SIGTERM) -> tuple[int, float, str]:
        """End it; return its status, how long that took and what it said."""
        began = time.monotonic()
        self.process.send_signal(sign)
        told, _nothing = self.process.communicate(timeout=20)
        return self.process.returncode, time.monotonic() - began, told


@pytest.fixture
def opened(tmp_path):
    """Start one of our modules with a data folder of the test's own; whatever still runs is ended."""
    started = []

    def start(*command, **changes):
        port = free_port()
        env = {name: value for name, value in os.environ.items() if not name.startswith(("HEARTH_", "DATABASE_URL"))}
        env |= {"HEARTH_DATA": str(tmp_path / "var"), "HEARTH_ENV": "development", "PORT": str(port), **changes}
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(Opened(process, port))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()


def test_one_command_opens_a_house_with_people_in_it_and_the_second_time_at_once(opened, tmp_path):
    data = tmp_path / "var"
    first = opened("-m", "config.serve", "--open").answers()
    assert first.get("/help/")[0] == 200
    assert first.get("/workshop/")[0] == 200
    assert duties(data, at_least=2) == {"clock", "worker"}
    status, took, told = first.close()
    # The server ends by the signal it was sent, once everything is in order; nobody has to wait for its duties.
    assert (status, took < 10) == (-signal.SIGTERM, True), told
    assert duties(data) == set()
    assert f"http://localhost:{first.port}/workshop/" in told
    # Its key is its own, and its owner's alone.
    key = data / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert len(key.read_text()) >= 50
    before = key.read_text(), (data / "hearth.sqlite3").stat().st_ino

    second = opened("-m", "config.serve", "--open", HEARTH_WORKER="off").answers()
    assert duties(data) == set()
    _status, _took, told = second.close()
    assert (key.read_text(), (data / "hearth.sqlite3").stat().st_ino) == before
    assert [word for word in ("Making", "Putting", "Letting") if word in told] == []


def duties(data, at_least: int = 0) -> set[str]:
    """Which duties some process holds; waits until there are as many as are expected, or half a second."""
    over = time.monotonic() + (10 if at_least else 0.5)
    while True:
        with sqlite3.connect(data / "hearth.sqlite3") as database:
            held = {name.split(":")[0] for (name,) in database.execute("SELECT name FROM base_lease")}
        if (at_least and len(held) >= at_least) or time.monotonic() > over:
            return held
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("command", "changes"),
    [(("-m", "config.work"), {}), (("-m", "config.serve"), {"HEARTH_PROCESSES": "2"})],
    ids=["a worker", "two servers"],
)
def test_on_sqlite_the_house_is_one_process(opened, command, changes):
    process = opened(*command, **changes).process
    told, _nothing = process.communicate(timeout=20)
    assert process.returncode != 0
    assert "On SQLite the house is one process" in told


@pytest.mark.postgres
def test_several_processes_are_well_on_postgres():
    opening.refuse_several_on_sqlite()


def test_a_taken_port_is_told_and_not_shared(opened):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        taken = str(door.getsockname()[1])
        process = opened("-m", "config.serve", PORT=taken).process
        told, _nothing = process.communicate(timeout=20)
    assert process.returncode != 0
    assert "address already in use" in told.lower()
