"""Rendered posts, kept in this process's memory: most readers of a page read the same twenty posts.

The time a post was written is said in each reader's zone and by each day's calendar, and a form carries the mark of
its page: both are put in their places afterwards.

A fragment depends on nothing but what is in its key, so it is right for whoever has the same key; who may see the
post was decided before. When words are changed or taken back every process lets go of theirs at once.
"""

import threading
from collections import OrderedDict
from datetime import datetime
from functools import lru_cache

from django.template import loader
from django.utils import timezone, translation
from markupsafe import Markup

from hearth.base import bus, clock
from hearth.base.ids import from_key
from hearth.conversations.actions.posts import CHANGED
from hearth.conversations.queries.pages import ShownPost, ShownThread, ThreadPage
from hearth.ui.times import when

TEMPLATE = "conversations/posts/_post.html"
MOST_POSTS = 2048
MOST_FORMS = 24
# These stand in the kept form where the page at hand puts its own.
CSRF = Markup("\0form\0")
WRITTEN = Markup("\0when\0")
ONCE = "\0once\0"
COMPOSER = "conversations/posts/_composer.html"
MOST_COMPOSERS = 512

_kept: OrderedDict[int, OrderedDict[tuple, str]] = OrderedDict()
_composers: OrderedDict[tuple, str] = OrderedDict()
_lock = threading.Lock()


def forget(post: str) -> None:
    """Let go of every form of a post. `post` is its key."""
    with _lock:
        _kept.pop(from_key(post), None)


def forget_all() -> None:
    with _lock:
        _kept.clear()
        _composers.clear()


bus.listen(CHANGED, forget)
bus.after_a_gap(forget_all)


def key_of(post: ShownPost, thread: ShownThread) -> tuple:
    """Everything the template looks at."""
    return (
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
    # Where and when this page is read, and in which language: asked once for all its posts.
    zone, language = timezone.get_current_timezone(), translation.get_language()
    today = timezone.localdate(clock.now()).toordinal()

    def draw(post: ShownPost, csrf: Markup) -> str:
        key = (language, *key_of(post, thread))
        with _lock:
            forms = _kept.get(post.id)
            html = forms.get(key) if forms is not None else None
            if html is not None:
                _kept.move_to_end(post.id)
        if html is None:
            html = template.render(post=post, thread=thread, written=WRITTEN, csrf=CSRF)
            _keep(post.id, key, html)
        # The page marks it as safe: the template that drew it has escaped everything.
        return html.replace(CSRF, csrf).replace(WRITTEN, _written(post.created_at, zone, today, language))

    return draw


@lru_cache(maxsize=4096)
def _written(instant: datetime, _zone, _today: int, _language: str) -> str:
    return when(instant)


def composer(shown: ThreadPage, form, person):
    """Return what draws the place to write back: from memory where nothing has been written in it yet."""
    thread, opening = shown.thread, shown.opening
    template = loader.get_template(COMPOSER).template
    told = {"form": form, "thread": thread, "reader": thread.reader, "shown": shown, "me": person}

    def compose(csrf: Markup) -> str:
        once = form["once"].value() or ""
        if form.is_bound or thread.draft or form.initial.get("quoted"):
            return template.render(**told, csrf=csrf, once=once)
        key = (
            translation.get_language(),
            thread.id,
            thread.mine,
            thread.reader.name,
            thread.members,
            thread.carers,
            shown.after,
            person.coach_off,
            opening and (opening.name, opening.former, opening.mine, opening.muted, opening.withdrawn_at),
        )
        with _lock:
            html = _composers.get(key)
        if html is None:
            html = template.render(**told, csrf=CSRF, once=ONCE)
            with _lock:
                _composers[key] = html
                while len(_composers) > MOST_COMPOSERS:
                    _composers.popitem(last=False)
        return html.replace(CSRF, csrf).replace(ONCE, once)

    return compose


def _keep(post_id: int, key: tuple, html: str) -> None:
    with _lock:
        forms = _kept.setdefault(post_id, OrderedDict())
        forms[key] = html
        _kept.move_to_end(post_id)
        while len(forms) > MOST_FORMS:
            forms.popitem(last=False)
        while len(_kept) > MOST_POSTS:
            _kept.popitem(last=False)
