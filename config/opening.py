"""What is made ready before the doors open, so that one command is enough on a laptop."""

import hashlib
import os
import secrets
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(__file__).resolve().parent.parent


def make_ready() -> None:
    """Data folder, key, database, static files, demo people: each only when it is missing or has changed."""
    _make_key()
    django.setup()
    _migrate()
    _gather_words()
    _collect()
    _seed()


def _make_key() -> None:
    """Make this house's own key at its first opening, readable by its owner alone; before settings are read."""
    data = env.data_folder(ROOT)
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    path = data / "secret-key"
    if "HEARTH_SECRET_KEY" in os.environ or path.exists():
        return
    # Created closed: a moment in which anyone could read it would be enough.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Making the database ready …")
        call_command("migrate", interactive=False, verbosity=0)


def _gather_words() -> None:
    from django.conf import settings
    from django.core.management import call_command

    catalogues = [path for folder in settings.LOCALE_PATHS for path in sorted(Path(folder).rglob("*.po"))]
    complete = all(path.with_suffix(".mo").exists() for path in catalogues)
    # Where the code is read-only, whoever put it there has made the catalogues too (`manage.py words`).
    ours = all(os.access(path.parent, os.W_OK) for path in catalogues)
    if not complete or (ours and _is_new("words", catalogues)):
        call_command("words", verbosity=0)
        _remember("words", catalogues)


def _collect() -> None:
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    from hearth.ui import storage as house

    # The code that puts the parts together is one of the sources.
    paths = [Path(storage.path(name)) for finder in finders.get_finders() for name, storage in finder.list([])]
    paths.append(Path(house.__file__))
    if _is_new("static", paths):
        _say("Putting style sheet, script and icons together …")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        _remember("static", paths)


def _is_new(what: str, paths: list[Path]) -> bool:
    """Whether any of these files is another than when it was last seen to."""
    mark = _mark(what)
    return not mark.exists() or mark.read_text() != _sum_of(paths)


def _remember(what: str, paths: list[Path]) -> None:
    _mark(what).write_text(_sum_of(paths))


def _mark(what: str) -> Path:
    return env.data_folder(ROOT) / f"{what}.seen"


def _sum_of(paths: list[Path]) -> str:
    """A sum over names, sizes and times: reading every file at every start would cost what it saves."""
    lines = []
    for path in sorted(paths):
        known = path.stat()
        lines.append(f"{path} {known.st_size} {known.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _seed() -> None:
    """Let the demo people move in when nobody lives here. Never where real people are meant to."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands

    if settings.WORKSHOP and "seed" in get_commands() and not get_user_model().objects.exists():
        _say("Letting the demo people move in …")
        call_command("seed", verbosity=0)


def refuse_several_on_sqlite() -> None:
    """Raise ImproperlyConfigured when a second process would not hear what the first one tells."""
    from django.db import connection

    if connection.vendor == "sqlite":
        raise ImproperlyConfigured(
            "On SQLite the house is one process. Several need PostgreSQL: set DATABASE_URL, or HEARTH_PROCESSES=1."
        )


def say_where(port: int) -> None:
    from django.conf import settings

    _say(f"\nThe house is open:  http://localhost:{port}/")
    if settings.WORKSHOP:
        _say(f"Whom to be:         http://localhost:{port}/workshop/")
    _say("Ctrl-C closes it.\n")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
