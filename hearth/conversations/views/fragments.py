"""What of a conversation is drawn once for all who see it alike: its posts, rows of lists, the place to write back.

The time a post was written is said in each reader's zone and by each day's calendar, and a form carries the mark of
its page: both are put in their places afterwards.
"""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from django.template import loader
from django.utils import timezone, translation
from markupsafe import Markup

from hearth.base import bus, clock, fragments
from hearth.base.ids import from_key
from hearth.conversations.actions.posts import CHANGED
from hearth.conversations.queries.pages import ShownPost, ShownThread, ThreadPage
from hearth.ui.times import when

# These stand in the kept form where the page at hand puts its own.
WRITTEN = Markup("\0when\0")
ONCE = "\0once\0"


def forget(post: str) -> None:
    """Let go of every form of a post, and of the rows of lists, one of which may say its first words."""
    fragments.forget(("post", from_key(post)))
    fragments.forget_every("row")


bus.listen(CHANGED, forget)


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
            [
                (said.kind, said.mine, said.mine_only, tuple(said.names), tuple(said.only_to_me))
                for said in post.answers.values()
            ]
        ),
    )


def pen(thread: ShownThread) -> Callable[[ShownPost], str]:
    """Return what draws the posts of one page, from memory where it can."""
    template = loader.get_template("conversations/posts/_post.html").template
    language, zone, today = manner()

    def draw(post: ShownPost) -> str:
        html = fragments.kept(
            ("post", post.id),
            (language, *key_of(post, thread)),
            lambda: template.render(post=post, thread=thread, written=WRITTEN, csrf=fragments.CSRF),
        )
        # The page marks it as safe: the template that drew it has escaped everything.
        return html.replace(WRITTEN, _written(post.created_at, language, zone, today))

    return draw


def manner() -> tuple[str, str, int]:
    """Where and when a page is read, and in which language: asked once for everything on it."""
    return (
        translation.get_language(),
        timezone.get_current_timezone_name(),
        timezone.localdate(clock.now()).toordinal(),
    )


@lru_cache(maxsize=4096)
def _written(instant: datetime, _language: str, _zone: str, _today: int) -> str:
    return when(instant)


def composer(shown: ThreadPage, form, person) -> Callable[[Markup], str]:
    """Return what draws the place to write back: from memory where nothing has been written in it yet."""
    thread, opening = shown.thread, shown.opening
    template = loader.get_template("conversations/posts/_composer.html").template
    told = {"form": form, "thread": thread, "reader": thread.reader, "shown": shown, "me": person}

    def compose(csrf: Markup) -> str:
        once = form["once"].value() or ""
        if form.is_bound or thread.draft or form.initial.get("quoted"):
            return template.render(**told, csrf=csrf, once=once)
        key = (
            translation.get_language(),
            thread.mine,
            thread.reader.name,
            thread.members,
            thread.carers,
            shown.after,
            person.coach_off,
            opening and (opening.name, opening.former, opening.mine, opening.muted, opening.withdrawn_at),
        )
        html = fragments.kept(
            ("composer", thread.id), key, lambda: template.render(**told, csrf=fragments.CSRF, once=ONCE)
        )
        return html.replace(ONCE, once)

    return compose
