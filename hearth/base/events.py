"""Facts, and what follows from them.

An action ends with `announce(SomethingHappened(…))`. What other rooms do about it stands in their `listeners.py`:
`@alongside` in the same transaction (if it fails, the deed fails), `@after` from the queue, at least once. The map
of all of it is `docs/event-map.md`.
"""

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import ClassVar, Union, get_args, get_origin, get_type_hints

from django.db import connection
from django.utils.dateparse import parse_date, parse_datetime

PLAIN = (int, bool, str, datetime, date)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that has happened. Holds ids and closed names, never words: facts wait in the queue.

    They may wait there across a deployment, so fields are only ever added, and added with a default.
    """

    journaled: ClassVar[bool] = False
    name: ClassVar[str] = ""


@dataclass(frozen=True)
class Listener:
    """A consequence: which function hears which fact, and whether the deed waits for it."""

    name: str
    function: Callable[[Fact], None]
    fact: type[Fact]
    alongside: bool
    urgent: bool = False


_facts: dict[str, type[Fact]] = {}
_listeners: dict[type[Fact], list[Listener]] = {}
_by_name: dict[str, Listener] = {}


def app_of(thing) -> str:
    """The room a class or function belongs to: `hearth.<room>.…`, or the last part of a module elsewhere."""
    parts = thing.__module__.split(".")
    return parts[1] if parts[0] == "hearth" else parts[-1]


def fact(cls: type[Fact]) -> type[Fact]:
    """Register a fact under a name that outlives moves of its module: `room.Name`."""
    if not (is_dataclass(cls) and issubclass(cls, Fact) and cls.__dataclass_params__.frozen):
        raise TypeError(f"{cls.__qualname__} must be a frozen dataclass and a Fact.")
    for name, hint in get_type_hints(cls).items():
        if get_origin(hint) is not ClassVar and not _is_plain(hint):
            raise TypeError(f"{cls.__qualname__}.{name}: facts hold ids, closed names and instants only.")
    cls.name = f"{app_of(cls)}.{cls.__name__}"
    known = _facts.setdefault(cls.name, cls)
    if known is not cls:
        raise ValueError(f"Two facts are called {cls.name}.")
    return cls


def _is_plain(hint) -> bool:
    if get_origin(hint) in (Union, types.UnionType):
        return all(one is type(None) or one in PLAIN for one in get_args(hint))
    return hint in PLAIN


# ── announcing ────────────────────────────────────────────────────────────────────────────────────────────────


def announce(fact: Fact) -> None:
    """Say that something has happened; its consequences become true with this transaction, or not at all."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{fact.name} was announced outside a transaction.")
    if _facts.get(fact.name) is not type(fact):
        raise TypeError(f"{type(fact).__qualname__} is not registered with @fact.")
    told = to_row(fact)
    if fact.journaled:
        from hearth.base import journal  # needs the loaded apps

        journal.note_fact(fact.name, told)
    listeners = _listeners.get(type(fact), ())
    for listener in listeners:
        if listener.alongside:
            listener.function(fact)
    waiting = [listener for listener in listeners if not listener.alongside]
    if waiting:
        from hearth.base import worker  # needs the loaded apps

        worker.enqueue_hearings(fact.name, told, waiting)


def to_row(fact: Fact) -> dict:
    """Write a fact as it waits in the queue. Raises ValueError for a text long enough to be somebody's words."""
    told = {}
    for field in fields(fact):
        value = getattr(fact, field.name)
        if isinstance(value, str) and len(value) > 40:
            raise ValueError(f"{fact.name}.{field.name} is too long for a name; facts carry no words.")
        told[field.name] = value.isoformat() if isinstance(value, date) else value
    return told


def from_row(name: str, told: dict) -> Fact:
    """Read a fact back. Fields this version does not know are left out; missing ones take their defaults."""
    cls = _facts[name]
    hints = get_type_hints(cls)
    known = {}
    for field in fields(cls):
        if field.name in told:
            value = told[field.name]
            kinds = get_args(hints[field.name]) or (hints[field.name],)
            if isinstance(value, str) and datetime in kinds:
                value = parse_datetime(value)
            elif isinstance(value, str) and date in kinds:
                value = parse_date(value)
            known[field.name] = value
    return cls(**known)


# ── listening ─────────────────────────────────────────────────────────────────────────────────────────────────


def alongside(*facts: type[Fact]):
    """Hear facts inside the announcing transaction. For what must never be missing beside the deed; keep it small."""
    return _register(facts, alongside=True)


def after(*facts: type[Fact], urgent: bool = False):
    """Hear facts from the queue, at least once and in a transaction of its own. Calls to helpers are `urgent`.

    Database only: on SQLite nobody else can write while a listener does. What talks to the outside takes a letter
    here and is carried by the clock.
    """
    return _register(facts, alongside=False, urgent=urgent)


def _register(facts: tuple[type[Fact], ...], **how):
    if not facts or not all(isinstance(cls, type) and issubclass(cls, Fact) for cls in facts):
        raise TypeError("Name the facts to hear.")

    def listen(function):
        name = f"{app_of(function)}.{function.__name__}"
        if name in _by_name:
            raise ValueError(f"Two listeners are called {name}.")
        for cls in facts:
            listener = Listener(name=name, function=function, fact=cls, **how)
            _listeners.setdefault(cls, []).append(listener)
            _by_name[name] = listener
        return function

    return listen


def hear(listener: str, fact: str, told: dict) -> None:
    """Let one listener hear a fact that waited. Raises LookupError when this version knows neither of them."""
    _by_name[listener].function(from_row(fact, told))


def every_fact() -> Iterator[tuple[type[Fact], list[Listener]]]:
    """Yield every fact with its listeners, alongside first, in the order of names."""
    for _name, cls in sorted(_facts.items()):
        yield cls, sorted(_listeners.get(cls, ()), key=lambda listener: (not listener.alongside, listener.name))
