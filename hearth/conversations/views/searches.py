import re
from dataclasses import dataclass

from hearth.base.http import SIGNED_IN, open_to, page
from hearth.conversations.forms import SearchForm
from hearth.conversations.models.wording import plain
from hearth.conversations.queries import across
from hearth.conversations.queries.across import FoundPost
from hearth.conversations.queries.search import words_of

BEFORE, AFTER = 70, 170


@dataclass(frozen=True)
class Hit:
    """One place where the words stand. `parts` are pieces of the text and whether they are what was looked for."""

    post: FoundPost
    covered: str
    # Whether the title of its thread may be shown: it may be what its writer, or this reader, keeps folded.
    titled: bool
    parts: list[tuple[str, bool]]


@open_to(SIGNED_IN, "GET", "POST")
def index(request):
    """Find words again, in the groups one belongs to.

    What is looked for is sent, not asked for in the address: it would stand in the history of the device.
    """
    form = SearchForm(request.POST)
    if not form.is_valid():
        return page(request, "conversations/searches/index.html", status=422, form=form, asked="", hits=[])
    asked = form.cleaned_data["q"]
    posts = across.find(across.around(request.user), asked) if asked else []
    hits = [hit(post, asked) for post in posts]
    return page(request, "conversations/searches/index.html", form=form, asked=asked, hits=hits)


def hit(post: FoundPost, asked: str) -> Hit:
    """What a list of hits may show of a post: nothing that its page would keep folded."""
    covered = "quiet" if post.muted else "author" if post.fold else "reader" if post.folded_for_reader else ""
    titled = bool(post.title) and not post.thread_folded
    return Hit(post, covered, titled, [] if covered else parts_of(plain(post.html), asked))


def parts_of(text: str, asked: str) -> list[tuple[str, bool]]:
    """A stretch of the text around the first word looked for, cut where these words begin and end."""
    looked_for = re.compile(r"\b(?:" + "|".join(map(re.escape, words_of(asked))) + r")\w*", re.IGNORECASE)
    first = looked_for.search(text)
    start = max(0, (first.start() if first else 0) - BEFORE)
    if start:
        start = text.find(" ", start) + 1
    end = start + BEFORE + AFTER
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    stretch = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
    parts, at = [], 0
    for match in looked_for.finditer(stretch):
        parts += [(stretch[at : match.start()], False), (match[0], True)]
        at = match.end()
    return [*parts, (stretch[at:], False)]
