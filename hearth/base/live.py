"""Whispers: "something is new at this name". Never what is new.

A deed pokes a name; browsers that listen to it read their page again, through the same doors as always. So what
each person may see is decided in one place, and a socket holds nothing that could be overheard.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from random import uniform
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from hearth.base import bus
from hearth.base.ids import from_key, key
from hearth.base.lanes import Lanes

log = logging.getLogger("hearth.live")

POKES = "hearth_live"
ENDINGS = "hearth_live_end"

_may_listen: dict[str, Callable[[object, int], bool]] = {}


# ── what actions and apps use ─────────────────────────────────────────────────────────────────────────────────


def declare(kind: str, may_listen: Callable[[object, int], bool]) -> None:
    """Name a kind of stream and the rule for hearing it. `may_listen(person, id)` asks `visible_to`."""
    if _may_listen.get(kind, may_listen) is not may_listen:
        raise ValueError(f"Two rules for the stream {kind!r}.")
    if not kind.isidentifier():
        raise ValueError(f"{kind!r} cannot name a kind of stream.")
    _may_listen[kind] = may_listen


def poke(kind: str, id: int) -> None:
    """Tell those who listen to this thing to read again, if and when this transaction commits."""
    if kind not in _may_listen:
        raise LookupError(f"No app declares the stream {kind!r} in its live.py.")
    bus.tell(POKES, f"{kind}:{key(id)}")


def close_streams(person_id: int) -> None:
    """Close the person's sockets once this transaction commits.

    For every end of a right: signed out, left, removed, banned, blocked. Even the timing of pokes is information.
    Browsers that are still welcome come back by themselves and are asked again.
    """
    bus.tell(ENDINGS, key(person_id))


# ── the hub: who listens in this process ──────────────────────────────────────────────────────────────────────

PATH = "/live/"
MOST_NAMES = 20
MOST_SOCKETS = 10

# Why a socket was closed. The browser comes back by itself, except after NOT_HERE.
ENDED = 4401  # the session has ended, or a right of this person has: whoever may still listen comes back
NOT_HERE = 4403  # nothing of what was asked for may be heard
TOO_SLOW = 4408  # a frame was not taken in time
ONLY_LISTEN = 4400  # a socket here listens; whoever speaks is no page of ours
TOO_MANY = 4429  # this person has enough pages open
COME_AGAIN = 1012  # messages may have been missed: come back and read again
FAILED = 1011

BEAT = 25.0
CHECK = 60.0
PATIENCE = 10.0


@dataclass(eq=False)
class Ear:
    """One open socket: whose it is, what it listens to, and which of these names it has yet to be told.

    What waits is a set of names: it cannot outgrow what was asked for, however slowly somebody reads.
    """

    person_id: int
    names: frozenset[str]
    waiting: dict[str, None] = field(default_factory=dict)
    ending: int = 0
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, name: str) -> None:
        self.waiting[name] = None
        self.awake.set()

    def end(self, code: int) -> None:
        self.ending = self.ending or code
        self.awake.set()


class Hub:
    """The sockets of this process, as an ASGI application.

    Rights are asked when a socket opens, every minute, and by every ending that is told: within a second nobody
    hears what they may no longer hear. An ending that arrives while rights are being asked has them asked again.
    """

    def __init__(self):
        self._by_name: dict[str, set[Ear]] = {}
        self._by_person: dict[int, set[Ear]] = {}
        self._endings = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._askers: Lanes | None = None

    def open(self) -> None:
        """Begin to listen to the bus; called in the event loop."""
        self._loop = asyncio.get_running_loop()
        self._askers = Lanes(2, "hearth-ears")
        bus.listen(POKES, self._hear_poke)
        bus.listen(ENDINGS, self._hear_ending)
        bus.after_a_gap(self._hear_gap)

    def close(self) -> None:
        bus.forget(self._hear_poke, self._hear_ending, self._hear_gap)
        self._askers.close()

    # The bus calls from outside; what follows happens in the event loop.

    def _hear_poke(self, name: str) -> None:
        self._loop.call_soon_threadsafe(self._poke, name)

    def _hear_ending(self, person: str) -> None:
        self._loop.call_soon_threadsafe(self._end, from_key(person))

    def _hear_gap(self) -> None:
        self._loop.call_soon_threadsafe(self._mend)

    def _poke(self, name: str) -> None:
        for ear in self._by_name.get(name, ()):
            ear.tell(name)

    def _end(self, person_id: int) -> None:
        self._endings += 1
        for ear in self._by_person.get(person_id, ()):
            ear.end(ENDED)

    def _mend(self) -> None:
        # An ending may have been among what was missed: everyone is asked again, as if they had just come.
        self._endings += 1
        for ears in self._by_person.values():
            for ear in ears:
                ear.end(COME_AGAIN)

    # ── one socket ────────────────────────────────────────────────────────────────────────────────────────

    async def __call__(self, scope: dict, receive: Callable[[], Awaitable], send: Callable[[dict], Awaitable]) -> None:
        await receive()
        if scope["path"] != PATH or not comes_from_our_pages(scope):
            await send({"type": "websocket.close"})
            return
        await send({"type": "websocket.accept"})
        try:
            code = await self._listen(scope, receive, send)
        except Exception as wrong:
            log.error("A socket failed with %s.", type(wrong).__name__)
            code = FAILED
        if code:
            with suppress(Exception):  # whoever has gone meanwhile need not be told
                await send({"type": "websocket.close", "code": code})

    async def _listen(self, scope: dict, receive, send) -> int:
        """Serve one socket to its end; return the code to close it with, or 0 when the other side has gone."""
        session_key, asked = session_key_of(scope), names_of(scope)
        person_id, names = await self._ask(session_key, asked)
        if person_id is None:
            return ENDED
        if not names:
            return NOT_HERE
        if len(self._by_person.get(person_id, ())) >= MOST_SOCKETS:
            return TOO_MANY
        ear = Ear(person_id, names)
        self._seat(ear)
        gone = asyncio.ensure_future(_until_gone(receive, ear))
        try:
            return await self._speak(ear, send, gone, session_key)
        finally:
            gone.cancel()
            self._unseat(ear)

    async def _speak(self, ear: Ear, send, gone: asyncio.Future, session_key: str) -> int:
        now = self._loop.time()
        # Spread out, so that those who came together are not all asked about in the same second.
        # The first beat at once: it greets who may listen, and tells them from who is about to be sent away.
        beat, check = now, now + CHECK * uniform(0.5, 1.0)  # noqa: S311 – spreads load, hides nothing
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(min(beat, check)):
                    await ear.awake.wait()
            ear.awake.clear()
            if gone.done() or ear.ending:
                return ear.ending
            now = self._loop.time()
            if now >= check:
                person_id, names = await self._ask(session_key, ear.names)
                if person_id != ear.person_id or ear.ending:
                    return ear.ending or ENDED
                if names != ear.names:
                    # What has ended for one name may have been noticed by the page: it asks again for the rest.
                    return ENDED if names else NOT_HERE
                check = now + CHECK
            frames, ear.waiting = list(ear.waiting), {}
            if now >= beat and not frames:
                frames = [""]
            try:
                for name in frames:
                    async with asyncio.timeout(PATIENCE):
                        await send({"type": "websocket.send", "text": name})
            except TimeoutError:
                return TOO_SLOW
            except OSError:
                return 0
            if frames:
                # Something that travels shows that the line is alive, whatever it was.
                beat = self._loop.time() + BEAT

    async def _ask(self, session_key: str, names: frozenset[str]) -> tuple[int | None, frozenset[str]]:
        """Ask whose session this is and which of the names they may hear, until no ending came in between."""
        while True:
            before = self._endings
            answer = await self._loop.run_in_executor(self._askers, _rights, session_key, names)
            if before == self._endings:
                return answer

    def _seat(self, ear: Ear) -> None:
        self._by_person.setdefault(ear.person_id, set()).add(ear)
        for name in ear.names:
            self._by_name.setdefault(name, set()).add(ear)

    def _unseat(self, ear: Ear) -> None:
        _take_out(self._by_person, ear.person_id, ear)
        for name in ear.names:
            _take_out(self._by_name, name, ear)


def _take_out(table: dict, at, ear: Ear) -> None:
    ears = table.get(at, set())
    ears.discard(ear)
    if not ears:
        table.pop(at, None)


async def _until_gone(receive: Callable[[], Awaitable], ear: Ear) -> None:
    try:
        message = await receive()
        if message["type"] == "websocket.receive":
            ear.end(ONLY_LISTEN)
    finally:
        ear.awake.set()


def comes_from_our_pages(scope: dict) -> bool:
    """Whether the page that opened this socket is one of this house: another site must not listen in its name."""
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1").lower()
    origin = urlsplit(headers.get(b"origin", b"").decode("latin-1").lower())
    domain, _port = split_domain_port(host)
    allowed = settings.ALLOWED_HOSTS or ([".localhost", "127.0.0.1", "[::1]"] if settings.DEBUG else [])
    if not domain or not validate_host(domain, allowed):
        return False
    ours = {(scheme, host) for scheme in (("https",) if settings.SESSION_COOKIE_SECURE else ("http", "https"))}
    trusted = [urlsplit(one) for one in settings.CSRF_TRUSTED_ORIGINS]
    return (origin.scheme, origin.netloc) in ours | {(one.scheme, one.netloc) for one in trusted}


def session_key_of(scope: dict) -> str:
    cookies = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            with suppress(CookieError):
                cookies.load(value.decode("latin-1"))
    known = cookies.get(settings.SESSION_COOKIE_NAME)
    return known.value if known else ""


def names_of(scope: dict) -> frozenset[str]:
    """Read `?on=kind:key kind:key`. What names no stream, or is asked beyond the twentieth, is not heard."""
    asked = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=4).get("on", [""])[0].split()
    return frozenset(name for name in asked[:MOST_NAMES] if _parts(name))


def _parts(name: str) -> tuple[str, int] | None:
    kind, _, written = name.partition(":")
    if kind not in _may_listen or len(written) > 13:
        return None
    try:
        return kind, from_key(written)
    except ValueError:
        return None


def _rights(session_key: str, names: frozenset[str]) -> tuple[int | None, frozenset[str]]:
    """In a lane of its own: whose session this is, and which names this person may hear at this moment."""
    close_old_connections()
    try:
        if not session_key:
            return None, frozenset()
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
        person = get_user(request)
        if not person.is_authenticated:
            return None, frozenset()
        heard = set()
        for name in names:
            kind, id = _parts(name)
            if _may_listen[kind](person, id):
                heard.add(name)
        return person.pk, frozenset(heard)
    finally:
        close_old_connections()
