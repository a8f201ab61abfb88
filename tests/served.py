"""The demo house in a process of its own, on loopback, with a data folder that is thrown away."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


@dataclass(frozen=True)
class House:
    """Where it answers and where its data are."""

    port: int
    data: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def letters(self) -> Path:
        return self.data / "letters"

    def remember(self) -> None:
        """Keep the rows as they are now."""
        copy(self.data / "hearth.sqlite3", self.data / "morning.sqlite3")

    def begin_again(self) -> None:
        """Put every row back to where it was, while the house goes on serving; nobody is signed in afterwards."""
        copy(self.data / "morning.sqlite3", self.data / "hearth.sqlite3")
        for letter in self.letters.glob("*"):
            letter.unlink()


def copy(rows: Path, to: Path) -> None:
    """Copy a database as SQLite itself does it: whoever has the other one open sees all of it or nothing."""
    with closing(sqlite3.connect(rows, timeout=20)) as here, closing(sqlite3.connect(to, timeout=20)) as there:
        here.backup(there)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve_demo_house():
    """Migrate, seed and serve; end the server and remove its data afterwards."""
    data = Path(tempfile.mkdtemp(prefix="hearth-house-"))
    house = House(port=free_port(), data=data)
    env = {
        **os.environ,
        "HEARTH_ENV": "development",
        "HEARTH_DEBUG": "no",
        "HEARTH_DATA": str(data),
        "HEARTH_BASE_URL": house.url,
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORT": str(house.port),
    }
    manage = [sys.executable, "manage.py"]
    for step in (["migrate", "-v0"], ["words"], ["collectstatic", "--noinput", "-v0"], ["seed"]):
        subprocess.run([*manage, *step], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    house.remember()
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "config.serve"], cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait_for(house, server)
            yield house
        finally:
            server.terminate()
            server.wait(15)
            shutil.rmtree(data, ignore_errors=True)


def _wait_for(house: House, server) -> None:
    over = time.monotonic() + PATIENCE
    while time.monotonic() < over:
        if server.poll() is not None:
            raise RuntimeError(f"the house did not open:\n{(house.data / 'server.log').read_text()[-3000:]}")
        try:
            line = HTTPConnection("127.0.0.1", house.port, timeout=2)
            line.request("GET", "/help/", headers={"Host": f"localhost:{house.port}"})
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the house did not open in time")
