"""Whispers: "something is new at this name". Never what is new.

A deed pokes a name; browsers that listen to it read their page again, through the same doors as always. So what
each person may see is decided in one place, and a socket holds nothing that could be overheard.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.request import validate_host

from hearth.base import bus
from hearth.base.ids import from_key, key

log = logging.getLogger("hearth.live")

POKES = "hearth_live"
ENDINGS = "hearth_live_end"

_may_listen: dict[str, Callable] = {}


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
