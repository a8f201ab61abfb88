"""What every script in this folder does first: find a Python, and put the house's libraries where it can find them.

Only the standard library is used here, so that a machine with nothing but python3 can begin.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("HEARTH_VENV", ROOT / ".venv"))
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
STAMP = VENV / "hearth-locks.json"
# The libraries of the suite are those of the house and more: whoever has the first has the second.
CONTAINS = {"run.txt": ["run.txt"], "test.txt": ["run.txt", "test.txt"]}

NO_WAY = """\
This machine has python3, but no way to install libraries beside it. Any one of these will do:

    apt-get install python3-venv      (Debian, Ubuntu; as root)
    dnf install python3-pip           (Fedora)
    uv                                (anywhere, if you have it on your PATH)

Then run the same command again.
"""


def fail(message: str) -> None:
    """Say why it cannot go on, and stop."""
    sys.exit(message.rstrip() + "\n")


def say(message: str) -> None:
    print(message, flush=True)


def ready(lock: str) -> Path:
    """Return a Python that has everything the lock file names; install only what has changed since the last time."""
    if sys.version_info < (3, 11):  # noqa: UP036 – whoever starts this may have an older one
        fail(f"Hearth needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if _stamped(lock):
        return PYTHON
    with _alone():
        # Somebody else may have been faster while this process waited.
        if not _stamped(lock):
            say(f"Installing what {lock} names (once, until it changes) …")
            _install(LOCKS / lock)
            known = _stamps() | {name: _sum(LOCKS / name) for name in CONTAINS[lock]}
            STAMP.write_text(json.dumps(known, indent=1))
    return PYTHON


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stamps() -> dict:
    with contextlib.suppress(OSError, ValueError):
        return json.loads(STAMP.read_text())
    return {}


def _stamped(lock: str) -> bool:
    return PYTHON.exists() and _stamps().get(lock) == _sum(LOCKS / lock)


@contextlib.contextmanager
def _alone():
    """Let two scripts started at once install one after the other."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _install(lock: Path) -> None:
    # Each way is tried whole; the next one begins from a clean folder only when there was none before.
    for way in (_by_uv, _by_venv, _by_outside_pip):
        if way(lock):
            return
    fail(NO_WAY)


def _by_uv(lock: Path) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    # uv does not read pip's settings: whoever pointed pip at a mirror meant uv too.
    known = {"PIP_INDEX_URL": "UV_DEFAULT_INDEX", "PIP_EXTRA_INDEX_URL": "UV_INDEX", "PIP_FIND_LINKS": "UV_FIND_LINKS"}
    given = {theirs: os.environ[ours] for ours, theirs in known.items() if ours in os.environ}
    env = {**given, **os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    steps = [[uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock]]
    if not PYTHON.exists():
        steps.insert(0, [uv, "venv", "--quiet", "--no-project", "--python", sys.executable, VENV])
    if all(subprocess.run(step, env=env).returncode == 0 for step in steps):
        return True
    say("uv could not do it; trying with pip.")
    return False


def _by_venv(lock: Path) -> bool:
    if not PYTHON.exists():
        # Debian splits this off into python3-venv; without it `-m venv` would leave half a folder behind.
        if importlib.util.find_spec("ensurepip") is None:
            return False
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    if subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        return False
    _pip([PYTHON, "-m", "pip"], lock)
    return True


def _by_outside_pip(lock: Path) -> bool:
    outside = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True)
    if outside.returncode != 0:
        return False
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", VENV], check=True)
    _pip([sys.executable, "-m", "pip", "--python", PYTHON], lock)
    return True


def _pip(pip: list, lock: Path) -> None:
    command = [*pip, "install", "-qq", "--require-hashes", "--only-binary", ":all:", "-r", lock]
    if subprocess.run(command, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}).returncode != 0:
        fail("The libraries could not be installed; what pip said is above. Nothing else was changed.")


def read_env_file(path: Path) -> dict[str, str]:
    """Read NAME=value lines; what is set in the environment already wins over them."""
    found = {}
    if path.exists():
        for line in path.read_text().splitlines():
            name, is_pair, value = line.strip().partition("=")
            if is_pair and not name.startswith("#") and name not in os.environ:
                found[name.strip()] = value.strip().strip("\"'")
    return found
