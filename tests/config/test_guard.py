"""A house with real people in it cannot be started unsafe. Each case starts Python anew, as a host would."""

import os
import subprocess
import sys

import pytest

SAFE = {
    "HEARTH_ENV": "production",
    "HEARTH_SECRET_KEY": "k3Jv9-Zq71mXo_2bTyR5wLs8NcHfUeGdAiPr4VxB6tMnQ0hYjKzS",
    "HEARTH_BASE_URL": "https://hearth.example",
    "HEARTH_HOSTS": "hearth.example",
    "HEARTH_MAIL_FROM": "Hearth <hello@hearth.example>",
    "EMAIL_HOST": "mail.hearth.example",
}
PRINT = """
from config import settings as s
print(s.WORKSHOP, "hearth.workshop" in s.INSTALLED_APPS, s.DEBUG, s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE,
      s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_SSL_REDIRECT, s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)
"""


def start(tmp_path, **changes):
    """Read the settings in a Python of its own; return how that ended and what was said."""
    ours = ("HEARTH_", "EMAIL_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    given = {name: value for name, value in (SAFE | changes).items() if value is not None}
    env = kept | {"HEARTH_DATA": str(tmp_path)} | given
    done = subprocess.run([sys.executable, "-c", PRINT], env=env, capture_output=True, text=True)
    return done.returncode, done.stdout.strip(), done.stderr


def test_a_safe_house_opens_without_a_workshop(tmp_path):
    status, told, wrong = start(tmp_path)
    assert (status, told) == (0, "False False False __Host-hearth True True True False"), wrong


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"HEARTH_SECRET_KEY": "short"}, "HEARTH_SECRET_KEY"),
        ({"HEARTH_SECRET_KEY": "a" * 80}, "HEARTH_SECRET_KEY"),
        ({"HEARTH_SECRET_KEY": "development-only-key-that-production-refuses-however-long"}, "HEARTH_SECRET_KEY"),
        ({"HEARTH_BASE_URL": "http://hearth.example"}, "HEARTH_BASE_URL"),
        ({"HEARTH_BASE_URL": None}, "HEARTH_BASE_URL"),
        ({"HEARTH_HOSTS": "*"}, "HEARTH_HOSTS"),
        ({"HEARTH_HOSTS": ""}, "HEARTH_HOSTS"),
        ({"HEARTH_MAIL_FROM": None}, "HEARTH_MAIL_FROM"),
        ({"EMAIL_HOST": None}, "EMAIL_HOST"),
        ({"DATABASE_URL": "postgres://hearth@db.internal/house"}, "DATABASE_URL"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value.items()))[1] or "not said",
)
def test_each_unsafe_value_is_refused_by_name(tmp_path, changes, reason):
    status, _told, wrong = start(tmp_path, **changes)
    assert status != 0
    assert "This house is not safe to open" in wrong
    assert f"- {reason}" in wrong


def test_a_house_without_a_key_does_not_start(tmp_path):
    status, _told, wrong = start(tmp_path, HEARTH_SECRET_KEY=None)
    assert status != 0
    assert "HEARTH_SECRET_KEY must be set" in wrong


def test_a_key_kept_in_the_data_folder_is_as_good(tmp_path):
    (tmp_path / "secret-key").write_text(SAFE["HEARTH_SECRET_KEY"])
    assert start(tmp_path, HEARTH_SECRET_KEY=None)[0] == 0


def test_everything_unsafe_is_told_at_once(tmp_path):
    _status, _told, wrong = start(tmp_path, HEARTH_HOSTS="*", EMAIL_HOST=None, HEARTH_BASE_URL="http://x.example")
    assert wrong.count("\n  - ") == 3


def test_error_pages_with_members_words_cannot_be_switched_on(tmp_path):
    assert start(tmp_path, HEARTH_DEBUG="yes")[1].split()[2] == "False"


@pytest.mark.parametrize("url", ["postgres://hearth:secret@db.internal/house", "postgres://hearth@/house?host=/run/pg"])
def test_a_database_with_a_password_or_on_this_machine_is_well(tmp_path, url):
    assert start(tmp_path, DATABASE_URL=url)[0] == 0


def test_a_misspelt_environment_is_not_taken_for_a_laptop(tmp_path):
    status, _told, wrong = start(tmp_path, HEARTH_ENV="prod")
    assert status != 0
    assert "HEARTH_ENV must be one of" in wrong


def test_the_workshop_cannot_be_installed_by_hand():
    from django.core.exceptions import ImproperlyConfigured

    from config import guard

    given = {
        "DEBUG": False,
        "SECRET_KEY": SAFE["HEARTH_SECRET_KEY"],
        "BASE_URL": SAFE["HEARTH_BASE_URL"],
        "ALLOWED_HOSTS": ["hearth.example"],
        "DEFAULT_FROM_EMAIL": "hello@hearth.example",
        "EMAIL_HOST": "mail",
        "INSTALLED_APPS": [],
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}},
    }
    guard.refuse_unsafe(given)
    with pytest.raises(ImproperlyConfigured, match="workshop"):
        guard.refuse_unsafe(given | {"INSTALLED_APPS": ["hearth.workshop"]})
    with pytest.raises(ImproperlyConfigured, match="HEARTH_DEBUG"):
        guard.refuse_unsafe(given | {"DEBUG": True})
