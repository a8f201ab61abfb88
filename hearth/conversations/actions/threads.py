"""Beginning a conversation, bringing it to rest, opening it again."""

from django.utils.translation import gettext_lazy as _

from hearth.base import clock, live
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.markup import render
from hearth.base.permissions import HEARTH
from hearth.base.transactions import deed
from hearth.conversations.actions import search
from hearth.conversations.actions.posts import NoLongerHere
from hearth.conversations.events import ThreadClosed, ThreadOpened, ThreadReopened
from hearth.conversations.models import Draft, Post, Thread, Watch
from hearth.conversations.models.clock import waking, within
from hearth.conversations.models.wording import headings, risk_of
from hearth.conversations.permissions import Can, membership_now
from hearth.groups.models import Group
from hearth.groups.permissions import require


class GroupIsClosed(Refusal):
    sentence = _("This group has ended, so nothing new can be begun in it. What you wrote is below, for you to keep.")


# `begin`, because `open` is a word of Python's own.
@deed
def begin(
    *,
    group: Group,
    intent: str,
    body: str,
    by,
    title: str = "",
    notes: list | tuple = (),
    fold: str = "",
    anonymous: bool = False,
    once: str | None = None,
) -> Thread:
    """Begin a conversation. Sending the same form twice gives the same thread.

    The reply clock starts: by `reply_due_at` somebody should have answered, or people are told.
    """
    require(by, Can.OPEN_THREAD, group)
    membership = membership_now(by, group.pk)
    if membership is None:
        raise NoLongerHere
    if once and (sent := Post.objects.filter(author=membership, once=once).select_related("thread").first()):
        return sent.thread
    if group.closed_at is not None:
        raise GroupIsClosed
    now = clock.now()
    html = render(body)
    # Without a name nobody is new: marked as a first one, the thread would say that its writer is; and if it counted
    # later, the next one under their name would say that this was theirs. So the clock is short for all of them.
    is_first = not anonymous and not Thread.objects.filter(author=membership, anonymous=False).exists()
    length = within(intent, is_first=is_first or anonymous)
    shown_title, glimpse = headings(html, title, folded=bool(fold))
    thread = Thread.objects.create(
        group=group,
        author=membership,
        anonymous=anonymous,
        title=shown_title,
        intent=intent,
        notes=list(notes),
        fold=fold,
        glimpse=glimpse,
        created_at=now,
        last_post_at=now,
        last_seq=1,
        is_first=is_first,
        reply_due_at=waking(now, length, group.zone),
        second_due_at=waking(now, 2 * length, group.zone),
    )
    post = Post.objects.create(
        thread=thread,
        group=group,
        author=membership,
        anonymous=anonymous,
        seq=1,
        is_opening=True,
        body=body,
        html=html,
        notes=list(notes),
        fold=fold,
        created_at=now,
        once=once or None,
    )
    search.index(post=post, title=title, by=HEARTH)
    Watch.objects.create(membership=membership, thread=thread)
    Draft.objects.filter(person=by, group=group, thread=None).delete()
    live.poke("group", group.pk)
    announce(
        ThreadOpened(
            thread_id=thread.pk,
            group_id=group.pk,
            by_id=membership.pk,
            is_first=is_first,
            risk=risk_of(f"{title}\n{body}"),
            post_id=post.pk,
        )
    )
    return thread


@deed
def close(*, thread: Thread, words: str, by) -> Thread:
    """Bring a conversation to rest, with a word to those in it. It stays to be read."""
    require(by, Can.CLOSE_THREAD, thread)
    membership = membership_now(by, thread.group_id)
    if membership is None:
        raise NoLongerHere
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if thread.closed_at is not None:
        return thread
    thread.closed_at, thread.closed_by, thread.closing_words = clock.now(), membership, words
    _rest_or_wake(thread)
    announce(ThreadClosed(thread_id=thread.pk, by_id=membership.pk))
    return thread


@deed
def reopen(*, thread: Thread, by) -> Thread:
    """Open a conversation that was resting."""
    require(by, Can.CLOSE_THREAD, thread)
    membership = membership_now(by, thread.group_id)
    if membership is None:
        raise NoLongerHere
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if thread.closed_at is None:
        return thread
    thread.closed_at, thread.closed_by, thread.closing_words = None, None, ""
    _rest_or_wake(thread)
    announce(ThreadReopened(thread_id=thread.pk, by_id=membership.pk))
    return thread


def _rest_or_wake(thread: Thread) -> None:
    thread.version += 1
    thread.save(update_fields=["closed_at", "closed_by", "closing_words", "version"])
    live.poke("thread", thread.pk)
    live.poke("group", thread.group_id)
