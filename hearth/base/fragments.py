"""Rendered pieces that are the same for every reader, kept in this process for as long as they are true.

The key of a piece holds everything its words depend on (id, version, language), so nothing is ever out of date:
a change makes a new key and the old piece is pushed out. Only what all who may see it see alike may be kept here;
who may see it is asked of the database every time.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

# A piece of a few paragraphs with its frame is about two kilobytes: sixteen megabytes at the most.
LARGEST = 8_000

_pieces: OrderedDict[Hashable, str] = OrderedDict()
_lock = threading.Lock()


def kept(key: Hashable, make: Callable[[], str]) -> str:
    """Return the piece kept under the key, or make and keep it."""
    piece = _pieces.get(key)
    if piece is not None:
        return piece
    piece = make()
    with _lock:
        _pieces[key] = piece
        while len(_pieces) > LARGEST:
            _pieces.popitem(last=False)
    return piece


def forget_all() -> None:
    """Drop every piece: erasure and withdrawal leave nothing behind in memory, and measurements start cold."""
    with _lock:
        _pieces.clear()
