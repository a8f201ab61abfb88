"""Members' words into safe HTML: a little Markdown, no images, nothing that runs."""

import re
import unicodedata

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code"}
# Overrides and isolates that make text read differently from what was written, and invisible characters.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u180e]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_GAPS = re.compile(r"\n{4,}")
_STACKED = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff])\1*[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{3,}"
)

_markdown = MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True}).enable(
    ["emphasis", "list", "blockquote", "newline", "escape", "link", "autolink", "backticks"]
)
# Words alone: for what is all marks, which nobody writes and which would take the other one a second to sort out.
_plain = MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True}).enable(["newline"])
MOST_MARKS = 1500


def tidy(text: str) -> str:
    """Normalise what was typed (NFC, line ends) and take out characters that hide or turn text."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for pattern in (_CONTROL, _BIDI, _INVISIBLE):
        text = pattern.sub("", text)
    text = _STACKED.sub(r"\1", text)
    return _GAPS.sub("\n\n\n", text).strip()


def render(text: str) -> Markup:
    """Render tidied text once, when it is written. Links lead out without telling where from."""
    maker = _markdown if sum(map(text.count, "*_[`<!")) <= MOST_MARKS else _plain
    html = nh3.clean(
        maker.render(text),
        tags=TAGS,
        # "*": without it the library lets titles through, words that only some readers can find.
        attributes={"*": set(), "a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(html)  # noqa: S704 – nh3 has just cleaned it
