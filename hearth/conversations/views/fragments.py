"""Rendered posts, kept in this process's memory: most readers of a page read the same twenty posts.

A fragment depends on nothing but what is in its key, so it is right for whoever has the same key; who may see the
post was decided before. When words are changed or taken back every process lets go of theirs at once.
"""

import threading
from collections import OrderedDict

from django.template import loader
from django.utils import translation
from markupsafe import Markup

from hearth.base import bus
from hearth.base.ids import from_key
from hearth.conversations.actions.posts import CHANGED
from hearth.conversations.queries.pages import ShownPost, ShownThread
from hearth.ui.times import when

TEMPLATE = "conversations/posts/_post.html"
MOST_POSTS = 2048
MOST_FORMS = 24
# Stands where the hidden input of a form goes until the page at hand puts its own there.
CSRF = Markup("\0form\0")

_kept: OrderedDict[int, OrderedDict[tuple, str]] = OrderedDict()
_lock = threading.Lock()


def forget(post: str) -> None:
    """Let go of every form of a post. `post` is its key."""
    with _lock:
        _kept.pop(from_key(post), None)


def forget_all() -> None:
    with _lock:
        _kept.clear()


bus.listen(CHANGED, forget)
bus.after_a_gap(forget_all)


def key_of(post: ShownPost, thread: ShownThread, written: str) -> tuple:
    """Everything the template looks at."""
    return (
        translation.get_language(),
        written,
        post.edited_at,
        post.withdrawn_at,
        post.mine,
        post.muted,
        post.name,
        post.pattern,
        post.dye,
        post.role,
        post.former,
        post.passage,
        post.quoted_id,
        post.quoted_name,
        tuple(post.folded_for_reader),
        thread.closed_at is None,
        thread.title if post.is_opening else "",
        tuple(
            (said.kind, said.mine, said.mine_only, tuple(said.names), tuple(said.only_to_me))
            for said in post.answers.values()
        ),
    )


def pen(thread: ShownThread):
    """Return what draws the posts of one page, from memory where it can; forms get the mark of the page at hand."""
    template = loader.get_template(TEMPLATE).template

    def draw(post: ShownPost, csrf: Markup) -> str:
        written = when(post.created_at)
        key = key_of(post, thread, written)
        with _lock:
            forms = _kept.get(post.id)
            html = forms.get(key) if forms is not None else None
            if html is not None:
                _kept.move_to_end(post.id)
        if html is None:
            html = template.render(post=post, thread=thread, written=written, csrf=CSRF)
            _keep(post.id, key, html)
        # The page marks it as safe: the template that drew it has escaped everything.
        return html.replace(CSRF, csrf)

    return draw


def _keep(post_id: int, key: tuple, html: str) -> None:
    with _lock:
        forms = _kept.setdefault(post_id, OrderedDict())
        forms[key] = html
        _kept.move_to_end(post_id)
        while len(forms) > MOST_FORMS:
            forms.popitem(last=False)
        while len(_kept) > MOST_POSTS:
            _kept.popitem(last=False)
