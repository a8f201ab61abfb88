"""The search index follows the words, in the same transaction: what is taken back cannot be found a moment later."""

from hearth.base.transactions import deed
from hearth.conversations.models import Post, SearchLine
from hearth.conversations.permissions import Can
from hearth.conversations.queries import search
from hearth.groups.permissions import require

CHUNK = 500


@deed
def index(*, post: Post, title: str = "", by) -> None:
    """Make a post findable by its words, replacing what was findable before."""
    require(by, Can.INDEX, post)
    line, fresh = SearchLine.objects.get_or_create(post=post)
    words = f"{title}\n{post.body}" if title else post.body
    if not fresh:
        search.unwrite(line.pk)
    search.write(line.pk, post.group_id, words)


@deed
def forget(*, post: Post, by) -> None:
    """Make a post unfindable."""
    require(by, Can.INDEX, post)
    line = SearchLine.objects.filter(post=post).first()
    if line is not None:
        search.unwrite(line.pk)
        line.delete()


@deed
def keep_in_step(*, by) -> int:
    """Index what is missing and drop what lost its post; return how many posts were added.

    For rows that arrived otherwise than by publishing (a restored copy, a seed), and to let the index forget for
    good what it was told to forget.
    """
    require(by, Can.INDEX)
    missing = Post.objects.standing().filter(search_line=None).select_related("thread").order_by("created_at")
    added = 0
    for post in missing.iterator(CHUNK):
        index(post=post, title=post.thread.title if post.is_opening else "", by=by)
        added += 1
    search.tidy()
    return added
