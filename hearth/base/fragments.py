"""Rendered pieces, kept in this process's memory: most readers of a page read the same words.

A piece depends on nothing but what is in its form, so it is right for whoever has the same form: a change makes a
new one and the old is pushed out. Who may see a piece is asked of the database every time. When words are changed or
taken back, every process lets go of theirs at once (`forget`).
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from markupsafe import Markup

from hearth.base import bus

# A piece is about three kilobytes: a few dozen megabytes at the very most.
MOST_THINGS = 6_000
MOST_FORMS = 24
# Stands where the hidden input of a form goes. Each page puts its own there when it is ready (`http.rendered`), so
# that no mark of one reader is ever kept for another.
CSRF = Markup("\0form\0")

_kept: OrderedDict[Hashable, OrderedDict[Hashable, str]] = OrderedDict()
_lock = threading.Lock()


def kept(thing: Hashable, form: Hashable, make: Callable[[], str]) -> str:
    """Return a thing drawn in this form, from memory or anew. The form holds everything its words depend on."""
    with _lock:
        forms = _kept.get(thing)
        piece = forms.get(form) if forms is not None else None
        if piece is not None:
            _kept.move_to_end(thing)
            return piece
    piece = make()
    with _lock:
        forms = _kept.setdefault(thing, OrderedDict())
        forms[form] = piece
        _kept.move_to_end(thing)
        while len(forms) > MOST_FORMS:
            forms.popitem(last=False)
        while len(_kept) > MOST_THINGS:
            _kept.popitem(last=False)
    return piece


def forget(thing: Hashable) -> None:
    """Let go of every form of a thing."""
    with _lock:
        _kept.pop(thing, None)


def forget_every(kind: str) -> None:
    """Let go of all things of a kind, named (kind, id): when it is not known which of them a change is in."""
    with _lock:
        for thing in [thing for thing in _kept if isinstance(thing, tuple) and thing[0] == kind]:
            del _kept[thing]


def forget_all() -> None:
    """Drop every piece: after news may have been missed, and so that measurements start cold."""
    with _lock:
        _kept.clear()


bus.after_a_gap(forget_all)
