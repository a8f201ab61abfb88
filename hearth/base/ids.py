"""Identifiers that tell nothing: not how many rows there are, nor when or after whom a row was made."""

import secrets

from django.urls import register_converter

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LARGEST = 2**63 - 1


def new_id() -> int:
    """Return a random positive 63-bit number, so that ids of two personas of one person never correlate."""
    return secrets.randbits(63) or 1


def key(number: int) -> str:
    """Write an id as it stands in URLs and stream names: base 36, without leading zeros."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"


def from_key(text: str) -> int:
    """Read an id from a URL. Raises ValueError for anything `key` would not have written."""
    number = int(text, 36)
    if not 0 < number <= LARGEST or key(number) != text:
        raise ValueError(text)
    return number


class KeyConverter:
    """`<key:…>` in URL patterns; a second spelling of the same id is not found."""

    regex = "[0-9a-z]{1,13}"

    def to_python(self, value: str) -> int:
        return from_key(value)

    def to_url(self, value) -> str:
        return key(int(value))


register_converter(KeyConverter, "key")
