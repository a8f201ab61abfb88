"""Sessions whose keys are stored hashed, that end on time, and whose owners can be listed and signed out.

The row and the person it belongs to are read in one query, and written at most once a day.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.crypto import constant_time_compare

from hearth.base import clock
from hearth.base.transactions import writing


@dataclass(frozen=True)
class Term:
    """How long a device stays signed in without being used, and at the very most."""

    idle: timedelta
    at_most: timedelta

    @property
    def step(self) -> timedelta:
        """How much of the idle time may pass before the row is written again."""
        return min(timedelta(days=1), self.idle / 8)


OWN = Term(idle=timedelta(days=14), at_most=timedelta(days=90))
# Whoever looks after others sees more of them: a forgotten device must not stay open for weeks.
ROLE = Term(idle=timedelta(hours=12), at_most=timedelta(days=7))
BORROWED = Term(idle=timedelta(hours=2), at_most=timedelta(days=1))
# Someone on the way in: the sign-up page, a second step, a passkey being asked for.
NOBODY = Term(idle=timedelta(days=1), at_most=timedelta(days=2))


def hashed(session_key: str | None) -> str:
    """Return what the table holds for a key; nothing for no key."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40] if session_key else ""


class SessionStore(DatabaseStore):
    """Database sessions; the browser holds the key, the table only its hash."""

    row = None

    @classmethod
    def get_model_class(cls):
        from hearth.people.models import Session  # house: needs the loaded apps

        return Session

    # ── reading ──

    def _get_session_from_db(self):
        self.row = self.model.objects.opened_by(hashed(self.session_key), clock.now())
        if self.row is None:
            self._session_key = None
        return self.row

    @property
    def person(self):
        """The person this session belongs to, read together with it; None when it is nobody's."""
        return self.row.person if SESSION_KEY in self and self.row is not None else None

    def exists(self, session_key):
        return self.model.objects.filter(session_key=hashed(session_key)).exists()

    # ── how long it lasts ──

    @property
    def term(self) -> Term:
        if SESSION_KEY not in self:
            return NOBODY
        if self.get("borrowed"):
            return BORROWED
        return ROLE if self.get("role") else OWN

    @property
    def since(self) -> date:
        return date.fromisoformat(self["since"]) if "since" in self else clock.now().date()

    def get_expiry_date(self, **given) -> datetime:
        """When this session ends if it is not used again. Never later than its term allows in all."""
        end = datetime.combine(self.since, time(), tzinfo=UTC) + self.term.at_most
        return min(clock.now() + self.term.idle, end)

    def get_expiry_age(self, **given) -> int:
        return max(0, int((self.get_expiry_date() - clock.now()).total_seconds()))

    def get_expire_at_browser_close(self) -> bool:
        return bool(self.get("borrowed"))

    def set_expiry(self, value):
        """Nothing: how long a session lasts is decided by whose device it is, not by a library's form."""

    def is_due(self) -> bool:
        """Whether the row has to be written so that a device in use stays signed in."""
        return (
            self.row is not None
            and SESSION_KEY in self
            and self.get_expiry_date() - self.row.expire_date > self.term.step
        )

    # ── writing ──

    def create_model_instance(self, data):
        now = clock.now()
        self.row = self.model(
            session_key=hashed(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None,
            device=data.get("device", ""),
            borrowed=bool(data.get("borrowed")),
            since_on=self.since,
            seen_on=now.date(),
        )
        return self.row

    def save(self, must_create=False):
        with writing():
            super().save(must_create)

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key:
            with writing():
                self.model.objects.filter(session_key=hashed(key)).delete()


def begin(session, person, user_agent: str) -> None:
    """Write down what a person may want to know later about the device that was just signed in."""
    session["since"] = clock.now().date().isoformat()
    session["device"] = device_named_by(user_agent)
    session["role"] = bool(person.house_role)


def note_role(session, role: bool) -> bool:
    """Write into a stored session whether its owner looks after others; return whether that was news.

    A term of days begins on the day it is given: nobody is shut out for having been signed in for a month.
    """
    store = SessionStore()
    kept = store.decode(session.session_data)
    if bool(kept.get("role")) == role:
        return False
    store.update({**kept, "role": role, "since": clock.now().date().isoformat()})
    session.session_data, session.since_on = store.encode(dict(store.items())), store.since
    if role:
        session.expire_date = min(session.expire_date, store.get_expiry_date())
    return True


# In this order: most browsers also claim to be those further down.
BROWSERS = (
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_named_by(user_agent: str) -> str:
    """Say browser and system as a person would: enough to know one's own phone again, useless to follow anybody."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)


def person_of(session, backends: list[str]):
    """Whose session this is. None when it is nobody's, or was opened with a passphrase that has changed since."""
    person = session.person
    if person is None or not person.is_active or session.get(BACKEND_SESSION_KEY) not in backends:
        return None
    right = constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return person if right else None
