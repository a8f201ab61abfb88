"""The experiences groups are found by, read from `data/tags.json`."""

import json
from base64 import b32encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext


@dataclass(frozen=True)
class Tag:
    """One experience, situation, identity or part people play."""

    code: str
    kind: str
    words: str
    flags: frozenset[str]
    # What stands in an address instead of the code: a history list must not say what somebody lives with.
    key: str

    @property
    def label(self) -> str:
        return gettext(self.words)

    @property
    def shows_help(self) -> bool:
        return "show_crisis_panel" in self.flags


@cache
def every_tag() -> dict[str, Tag]:
    """All tags by code, in the order of the file."""
    read = json.loads((Path(__file__).parent.parent / "data" / "tags.json").read_text())
    return {
        tag["code"]: Tag(
            code=tag["code"],
            kind=kind["code"],
            words=tag["label"],
            flags=frozenset(tag.get("flags", ())),
            key=b32encode(sha256(tag["code"].encode()).digest())[:4].decode().lower(),
        )
        for kind in read["groups"]
        for tag in kind["tags"]
    }


@cache
def tags_by_key() -> dict[str, Tag]:
    return {tag.key: tag for tag in every_tag().values()}
