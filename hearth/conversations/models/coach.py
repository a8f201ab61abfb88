"""A hint to somebody who writes a reply: one at most, never in the way, told to nobody.

The rules are data, read here and by the `<reply-coach>` on the page, where they do their work: what is being
written does not leave the device to be looked at. Nothing is kept, nothing is scored.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext


@dataclass(frozen=True)
class Hint:
    code: str
    say: str


@dataclass(frozen=True)
class Rule:
    code: str
    words: str
    intents: tuple[str, ...]
    patterns: tuple[str, ...]
    cased: bool

    def fits(self, text: str, intent: str) -> bool:
        if self.intents and intent not in self.intents:
            return False
        return any(pattern.search(text) for pattern in _compiled(self))


@cache
def rules() -> tuple[Rule, ...]:
    read = json.loads((Path(__file__).parent.parent / "data" / "coach.json").read_text())
    return tuple(
        Rule(
            code=rule["code"],
            words=rule["say"],
            intents=tuple(rule.get("intents", ())),
            patterns=tuple(rule["patterns"]),
            cased=rule.get("cased", False),
        )
        for rule in read["rules"]
    )


@cache
def _compiled(rule: Rule) -> tuple[re.Pattern, ...]:
    return tuple(re.compile(pattern, 0 if rule.cased else re.IGNORECASE) for pattern in rule.patterns)


def hint_for(text: str, intent: str) -> Hint | None:
    """The first thing worth saying about a reply to a thread of this wish, or nothing, which is most often right."""
    for rule in rules():
        if rule.fits(text, intent):
            return Hint(rule.code, gettext(rule.words))
    return None


def told() -> list[dict]:
    """The rules as the page reads them, with the words in the reader's language."""
    return [
        {
            "code": rule.code,
            "say": gettext(rule.words),
            "intents": list(rule.intents),
            "patterns": list(rule.patterns),
            "cased": rule.cased,
        }
        for rule in rules()
    ]
