"""The things a text may be about that some would rather meet by choice, read from `data/content_notes.json`."""

import json
from functools import cache
from pathlib import Path

from django.utils.translation import gettext


@cache
def _words() -> dict[str, str]:
    read = json.loads((Path(__file__).parent.parent / "data" / "content_notes.json").read_text())
    return {note["code"]: note["label"] for note in read}


def note_codes() -> list[str]:
    return list(_words())


def note_label(code: str) -> str:
    """How a note reads. A code that is no longer in the file reads as itself, so that old posts stay folded."""
    return gettext(_words().get(code, code))
