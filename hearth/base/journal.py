"""What was done with power in this house, kept so that it cannot be changed unseen.

An entry holds ids and the name of a deed, never a word anyone wrote. Each is sealed over the one before it with a
key that is not in the database: someone who can edit rows cannot mend the chain behind them.
"""

import json

from django.db import connection, models
from django.utils.crypto import constant_time_compare, salted_hmac

from hearth.base import clock
from hearth.base.models import JournalEntry

# Any constant will do; it only has to be ours.
_CHAIN_LOCK = 0x6865_6172_7468


def note(action: str, by, about=None, **ids) -> JournalEntry:
    """Write one entry, in the transaction of the deed. `by` is a person or the house itself.

    `ids` are numbers or short names that help to find what it was about. Raises ValueError for anything long
    enough to be somebody's words.
    """
    return _append(
        action,
        by_id=getattr(by, "pk", None),
        about=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
        ids=ids,
    )


def note_fact(name: str, fields: dict) -> JournalEntry:
    """Write the entry of a journaled fact."""
    return _append(name, by_id=fields.get("by_id"), about="", about_id=None, ids=fields)


def _append(action: str, *, by_id, about: str, about_id, ids: dict) -> JournalEntry:
    if not connection.in_atomic_block:
        raise RuntimeError("The journal is written in the transaction of the deed, or not at all.")
    for name, value in ids.items():
        if isinstance(value, str) and len(value) > 40:
            raise ValueError(f"{name} is too long for an id; the journal keeps no words.")
    if connection.vendor == "postgresql":
        # One chain needs one writer at a time; SQLite has only one anyway. Freed with the transaction.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = JournalEntry.objects.order_by("-id").values_list("seal", flat=True).first()
    entry = JournalEntry(
        at=clock.now(), action=action, by_id=by_id, about=about, about_id=about_id, ids=ids, after=last or ""
    )
    entry.seal = seal_of(entry)
    entry.save(force_insert=True)
    return entry


def seal_of(entry: JournalEntry) -> str:
    told = [entry.after, entry.at.isoformat(), entry.action, entry.by_id, entry.about, entry.about_id, entry.ids]
    return salted_hmac(
        "hearth.journal", json.dumps(told, sort_keys=True, separators=(",", ":")), algorithm="sha256"
    ).hexdigest()


def first_broken(entries: models.QuerySet | None = None) -> JournalEntry | None:
    """Return the first entry that was changed, or whose predecessor is gone; None when the chain holds."""
    before = None
    for entry in (JournalEntry.objects.all() if entries is None else entries).order_by("id").iterator():
        linked = before is None or entry.after == before
        if not linked or not constant_time_compare(entry.seal, seal_of(entry)):
            return entry
        before = entry.seal
    return None
