import re
from dataclasses import dataclass

from hearth.base.http import SIGNED_IN, open_to, page
from hearth.conversations.forms import SearchForm
from hearth.conversations.models import Post
from hearth.conversations.models.wording import plain
from hearth.conversations.queries.search import words_of
from hearth.groups.models import Mute

BEFORE, AFTER = 70, 170


@dataclass(frozen=True)
class Hit:
    """One place where the words stand. `parts` are pieces of the text and whether they are what was looked for."""

    post: Post
    covered: str
    # Whether the title of its thread may be shown: it may be what its writer, or this reader, keeps folded.
    titled: bool
    parts: list[tuple[str, bool]]


@open_to(SIGNED_IN)
def index(request):
    """Find words again, in the groups one belongs to."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return page(request, "conversations/searches/index.html", status=422, form=form, asked="", hits=[])
    asked = form.cleaned_data["q"]
    posts = Post.objects.find(request.user, asked) if asked else []
    quieted = set()
    if posts:
        quieted = set(Mute.objects.filter(muter__person=request.user).values_list("muted", flat=True))
    hits = [hit(post, asked, request.user, quieted) for post in posts]
    return page(request, "conversations/searches/index.html", form=form, asked=asked, hits=hits)


def hit(post: Post, asked: str, person, quieted: set[int]) -> Hit:
    """What a list of hits may show of a post: nothing that its page would keep folded."""
    covered = ""
    thread = post.thread
    folded = thread.fold or any(note in person.folded_notes for note in thread.notes)
    from_quieted = not thread.anonymous and thread.author_id in quieted
    if not post.anonymous and post.author_id in quieted:
        covered = "quiet"
    elif post.fold:
        covered = "author"
    elif any(note in person.folded_notes for note in post.notes):
        covered = "reader"
    titled = bool(thread.title) and not (folded or from_quieted)
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
