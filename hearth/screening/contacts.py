"""Ways to be reached outside the house, found in a text so that its writer can be asked first."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from hearth.screening.findings import Signal

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]{3,200}", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z][\w.]{2,29}\b")
_NUMBER = re.compile(r"(?<![\w.,:/+-])\+?\(?\d[\d ().\u00a0/-]{5,22}\d(?![\w:])")


def contacts_in(text: str) -> Iterator[Signal]:
    """Yield every address, link, handle and telephone number, in the order of their kinds."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Signal("email", *match.span())
        for match in _HANDLE.finditer(text):
            yield Signal("handle", *match.span())
    for match in _LINK.finditer(text):
        yield Signal("link", *match.span())
    for match in _NUMBER.finditer(text):
        if is_telephone(match.group()):
            yield Signal("phone", *match.span())


def is_telephone(written: str) -> bool:
    """Whether digits read as a number to call, rather than as a date, a year span or an amount."""
    digits = re.sub(r"\D", "", written)
    if not 7 <= len(digits) <= 15:
        return False
    if re.fullmatch(r"\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}|\d{4}[./ -]\d{1,2}[./ -]\d{1,2}|\d{4} ?[-/] ?\d{4}", written):
        return False
    return not re.fullmatch(r"\d{1,3}([., ]\d{3})+", written)


# Helplines that have moved; the numbers still go round in old posts.
OLD_NUMBERS = {
    old["number"]: old["use"]
    for old in json.loads((Path(__file__).parent / "data" / "old_numbers.json").read_text(encoding="utf-8"))
}
_DIGITS = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().\u00a0-]{2,18}\d(?!\w)")


def old_numbers_in(text: str) -> Iterator[Signal]:
    """Yield every helpline number that is no longer the right one."""
    for match in _DIGITS.finditer(text):
        if re.sub(r"\D", "", match.group()) in OLD_NUMBERS:
            yield Signal("old_number", *match.span())
