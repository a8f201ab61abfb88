"""Short forms of what somebody wrote: a title made of the first words, a glimpse for lists, a passage to quote."""

import html
import re

from hearth.screening.engine import read

TITLE = 70
GLIMPSE = 200
LONGEST_PASSAGE = 600
_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"(.+?[.!?…])(?:\s|$)")


def plain(rendered: str) -> str:
    """The words of rendered text, in one line, without marks."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", rendered))).strip()


def shortened(text: str, length: int) -> str:
    """At most so many characters, cut between words."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–—-") + "…"


def title_from(rendered: str) -> str:
    """A title made of the first words: the first sentence when it is short enough."""
    text = plain(rendered)
    sentence = _SENTENCE.match(text)
    if sentence and len(sentence[1]) <= TITLE:
        return sentence[1].rstrip(".")
    return shortened(text, TITLE)


def glimpse_of(rendered: str, title: str) -> str:
    """The words a list shows below the title, without repeating it."""
    text = plain(rendered)
    start = title.rstrip("…")
    if start and text.startswith(start):
        text = text[len(start) :].lstrip(" .…")
    return shortened(text, GLIMPSE)


def stands_in(passage: str, *texts: str) -> bool:
    """Whether these words, in this order, are in one of the texts; nobody is quoted with what they did not say."""
    passage = _SPACE.sub(" ", passage).strip()
    return bool(passage) and any(passage in _SPACE.sub(" ", text) for text in texts)


def headings(rendered: str, title: str, *, folded: bool) -> tuple[str, str]:
    """The title and the glimpse of a thread; nothing made of the words when they are folded."""
    if folded:
        return title, ""
    title = title or title_from(rendered)
    return title, glimpse_of(rendered, title)


def risk_of(text: str) -> str:
    """What reading the words found, for those who look after people. It never changes what happens to a post."""
    findings = read(text)
    # A text that could not be read is unknown, not harmless: somebody should look.
    return "low" if findings.unread and findings.risk == "none" else findings.risk
