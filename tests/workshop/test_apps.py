"""The workshop lets anyone become anyone. In a house with real people it is not there at all."""

import os
import subprocess
import sys
import textwrap

import pytest

from tests.house.reading import ROOT

PRODUCTION = {
    "HEARTH_ENV": "production",
    "HEARTH_SECRET_KEY": "q8Zr2vW5xT1nB7kL0pD4hG9jF6sA3cE8mY2uI5oR1tX7wV0b",
    "HEARTH_BASE_URL": "https://hearth.example",
    "HEARTH_HOSTS": "hearth.example",
    "HEARTH_MAIL_FROM": "Hearth <hello@hearth.example>",
    "HEARTH_SSL_REDIRECT": "no",
    "EMAIL_HOST": "mail.hearth.example",
}


def in_production(code: str, tmp_path, **more) -> subprocess.CompletedProcess:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HEARTH_", "EMAIL_", "DATABASE_"))
    }
    environment = {
        **kept,
        **PRODUCTION,
        "HEARTH_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **more,
    }
    environment["HEARTH_SECRET_KEY"] += "QwErTyUiOp"
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_in_production_it_is_neither_installed_nor_reachable(tmp_path):
    done = in_production(
        """
        import django
        django.setup()
        from django.apps import apps
        from django.conf import settings
        from django.urls import Resolver404, resolve
        assert settings.WORKSHOP is False
        assert "hearth.workshop" not in settings.INSTALLED_APPS
        assert not apps.is_installed("hearth.workshop")
        resolve("/account/login/")  # what there is can be found
        for path in ("/workshop/", "/workshop/people/1/", "/workshop/gallery/", "/workshop/letters/", "/workshop/clock/"):
            try:
                resolve(path)
            except Resolver404:
                continue
            raise SystemExit(f"{path} leads somewhere")
        """,
        tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_in_production_its_address_answers_with_not_found(tmp_path):
    done = in_production(
        """
        import django
        django.setup()
        from django.core.management import call_command
        from django.test import Client
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from django.contrib.staticfiles.storage import staticfiles_storage
        staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()
        client = Client(SERVER_NAME="hearth.example")
        print(client.get("/workshop/", secure=True).status_code, client.get("/account/login/", secure=True).status_code)
        """,
        tmp_path,
    )
    assert done.stdout.strip() == "404 200", done.stderr[-2000:]


def test_in_production_there_is_no_command_that_fills_or_empties_the_house(tmp_path):
    done = in_production(
        """
        import django
        django.setup()
        from django.core.management import get_commands
        print("seed" in get_commands(), "migrate" in get_commands())
        """,
        tmp_path,
    )
    assert done.stdout.strip() == "False True", done.stderr[-2000:]


def test_the_guard_refuses_to_open_a_house_with_it_inside():
    from django.core.exceptions import ImproperlyConfigured

    from config.guard import refuse_unsafe

    with pytest.raises(ImproperlyConfigured, match="workshop"):
        refuse_unsafe(
            {
                "DEBUG": False,
                "SECRET_KEY": PRODUCTION["HEARTH_SECRET_KEY"] + "QwErTyUiOp",
                "BASE_URL": "https://hearth.example",
                "ALLOWED_HOSTS": ["hearth.example"],
                "DEFAULT_FROM_EMAIL": "hello@hearth.example",
                "EMAIL_HOST": "mail.hearth.example",
                "INSTALLED_APPS": ["hearth.workshop"],
                "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "HOST": ""}},
            }
        )
