"""The house's own plain words: for names nobody would recognise and for a way back in that can be written down."""

import secrets
from functools import cache
from pathlib import Path

from django.utils.text import slugify


@cache
def words() -> tuple[str, ...]:
    return tuple((Path(__file__).parent.parent / "data" / "words.txt").read_text().split())


def four_words() -> str:
    """Return a way back in: four words that nobody else was given on purpose."""
    return " ".join(secrets.choice(words()) for _turn in range(4))


def plain_words(text: str) -> str:
    """Read four words as someone typed them from a note: capitals, dots, dashes and gaps do not matter."""
    return " ".join(slugify(text).replace("-", " ").split())


def suggest_names(count: int = 3) -> list[str]:
    """Suggest display names made of two plain words."""
    picked = secrets.SystemRandom().sample(words(), count * 2)
    return [f"{first.title()} {second.title()}" for first, second in zip(picked[::2], picked[1::2], strict=True)]
