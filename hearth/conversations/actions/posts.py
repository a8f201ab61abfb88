"""Replying, changing one's words, taking them back."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hearth.base import bus, clock, live
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.ids import key
from hearth.base.markup import render
from hearth.base.permissions import HEARTH
from hearth.base.transactions import deed
from hearth.conversations.actions import search
from hearth.conversations.events import PostEdited, PostPublished, PostWithdrawn
from hearth.conversations.models import Draft, Keepsake, Post, Response, Thanks, Thread, Watch
from hearth.conversations.models.clock import waking, within
from hearth.conversations.models.wording import LONGEST_PASSAGE, headings, plain, risk_of, stands_in, title_from
from hearth.conversations.permissions import Can, membership_now
from hearth.groups.permissions import require

# Processes that keep rendered words in memory drop them when they hear a post's key here.
CHANGED = "hearth_words"


class ThreadIsClosed(Refusal):
    sentence = _("This conversation is resting, so nothing new can be added. What you wrote is below, for you to keep.")


class NoLongerHere(Refusal):
    status = 404
    sentence = _("You aren’t in this group any more, so this wasn’t posted. What you wrote is below, for you to keep.")


class WordsAreGone(Refusal):
    sentence = _("These words were taken back, so there is nothing here to change or answer.")


class NotTheirWords(Refusal):
    sentence = _("That passage isn’t in the post, or not any more. Quote what stands there, or reply without quoting.")


@deed
def publish(
    *,
    thread: Thread,
    body: str,
    by,
    notes: list | tuple = (),
    fold: str = "",
    anonymous: bool = False,
    quoted: Post | None = None,
    passage: str = "",
    once: str | None = None,
) -> Post:
    """Add a reply. Sending the same form twice gives the same post.

    `anonymous` holds only in one's own anonymous thread; elsewhere a voice without a name could be anybody's.
    """
    require(by, Can.REPLY, thread)
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    membership = membership_now(by, thread.group_id)
    if membership is None:
        raise NoLongerHere
    if once and (sent := Post.objects.filter(author=membership, once=once).first()):
        return sent
    if thread.closed_at is not None:
        raise ThreadIsClosed
    if quoted is not None:
        _check_quotable(standing_now(quoted), thread, passage)
    now = clock.now()
    post = Post.objects.create(
        thread=thread,
        group_id=thread.group_id,
        author=membership,
        anonymous=anonymous and thread.anonymous and thread.author_id == membership.pk,
        seq=thread.last_seq + 1,
        body=body,
        html=render(body),
        notes=list(notes),
        fold=fold,
        quoted=quoted,
        passage=passage if quoted is not None else "",
        created_at=now,
        once=once or None,
    )
    thread.last_seq = post.seq
    thread.last_post_at = now
    thread.reply_count += 1
    thread.version += 1
    if thread.first_reply_at is None and _is_another_voice(post, thread):
        thread.first_reply_at = now
    thread.save(update_fields=["last_seq", "last_post_at", "reply_count", "version", "first_reply_at"])
    search.index(post=post, by=HEARTH)
    Watch.objects.get_or_create(membership=membership, thread=thread)
    Draft.objects.filter(person=by, thread=thread).delete()
    live.poke("thread", thread.pk)
    announce(
        PostPublished(
            post_id=post.pk,
            thread_id=thread.pk,
            group_id=thread.group_id,
            by_id=membership.pk,
            risk=risk_of(body),
        )
    )
    return post


def _is_another_voice(post: Post, thread: Thread) -> bool:
    """Whether a reply reads as somebody else's.

    In an anonymous thread its writer's name is somebody else's too: if the clock knew better, watching it would
    tell who wrote the thread.
    """
    return post.author_id != thread.author_id or (thread.anonymous and not post.anonymous)


def standing_now(post: Post) -> Post:
    """The post as it reads at this moment, held until the transaction ends. Raises WordsAreGone.

    Words may be taken back between opening a page and answering from it; a copy of them must not be made after that.
    """
    held = Post.objects.select_for_update(of=("self",)).select_related("author", "group")
    post = held.get(pk=post.pk)
    if post.withdrawn_at is not None:
        raise WordsAreGone
    return post


def _check_quotable(quoted: Post, thread: Thread, passage: str) -> None:
    too_long = len(passage) > LONGEST_PASSAGE
    if quoted.thread_id != thread.pk or too_long or not stands_in(passage, quoted.body, plain(quoted.html)):
        raise NotTheirWords


@deed
def edit(*, post: Post, body: str, by, notes: list | tuple = (), fold: str = "", title: str = "") -> Post:
    """Change one's words. That they were changed is shown; what they were before is kept nowhere."""
    require(by, Can.EDIT_POST, post)
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.withdrawn_at is not None:
        raise WordsAreGone
    made_title = post.is_opening and title == title_from(post.html)
    post.body, post.html, post.notes, post.fold = body, render(body), list(notes), fold
    post.edited_at = clock.now()
    post.save(update_fields=["body", "html", "notes", "fold", "edited_at"])
    if post.is_opening:
        thread.title, thread.glimpse = headings(post.html, "" if made_title else title, folded=bool(fold))
        thread.notes, thread.fold = post.notes, fold
    thread.version += 1
    thread.save(update_fields=["title", "glimpse", "notes", "fold", "version"])
    for quoting in Post.objects.filter(quoted=post).exclude(passage=""):
        if not stands_in(quoting.passage, body, plain(post.html)):
            _empty_passage(quoting)
    for draft in _drafts_quoting(post):
        if not stands_in(draft.fields.get("passage", ""), body, plain(post.html)):
            _empty_draft(draft)
    search.index(post=post, title=thread.title if post.is_opening else "", by=HEARTH)
    _changed(post)
    announce(
        PostEdited(
            post_id=post.pk,
            thread_id=post.thread_id,
            group_id=post.group_id,
            by_id=post.author_id,
            risk=risk_of(f"{title}\n{body}" if post.is_opening else body),
        )
    )
    return post


@deed
def withdraw(*, post: Post, by) -> Post:
    """Take words back, at any time. The place stays; the words go from everywhere this room keeps them."""
    require(by, Can.WITHDRAW, post)
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.withdrawn_at is not None:
        return post
    now = clock.now()
    Post.objects.filter(pk=post.pk).update(
        body="", html="", notes=[], fold="", passage="", quoted=None, once=None, withdrawn_at=now
    )
    post.refresh_from_db()
    for quoting in Post.objects.filter(quoted=post):
        _empty_passage(quoting)
    for draft in _drafts_quoting(post):
        _empty_draft(draft)
    Thanks.objects.filter(post=post).update(line="")
    Response.objects.filter(post=post).delete()
    kept = Keepsake.objects.filter(post=post)
    if post.author.quotable and not post.anonymous:
        # What somebody kept stays theirs, as their own quotation; it leads nowhere any more.
        kept.update(post=None)
    else:
        kept.delete()
    search.forget(post=post, by=HEARTH)
    thread.version += 1
    if post.is_opening:
        thread.title = thread.glimpse = thread.fold = ""
        thread.notes = []
        thread.withdrawn_at = now
    else:
        thread.reply_count = F("reply_count") - 1
        _start_the_clock_again(thread, now)
    thread.save()
    _changed(post)
    announce(PostWithdrawn(post_id=post.pk, thread_id=post.thread_id))
    return post


def _start_the_clock_again(thread: Thread, now) -> None:
    """When the only answer was taken back, somebody is waiting again."""
    if thread.first_reply_at is None:
        return
    replies = Post.objects.standing().replies().filter(thread=thread)
    if any(_is_another_voice(reply, thread) for reply in replies.only("author_id", "anonymous")):
        return
    length = within(thread.intent, is_first=thread.is_first or thread.anonymous)
    thread.first_reply_at = None
    thread.chased = Thread.Chased.NOBODY
    thread.reply_due_at = waking(now, length, thread.group.zone)
    thread.second_due_at = waking(now, 2 * length, thread.group.zone)


@deed
def withdraw_all(*, membership_id: int, by) -> int:
    """Take back everything a persona wrote, as someone who leaves may ask; return how many posts that were."""
    require(by, Can.WITHDRAW, None)
    posts = list(Post.objects.standing().filter(author=membership_id))
    for post in posts:
        withdraw(post=post, by=by)
    return len(posts)


def _empty_passage(quoting: Post) -> None:
    Post.objects.filter(pk=quoting.pk).update(passage="")
    bus.tell(CHANGED, key(quoting.pk))


def _drafts_quoting(post: Post):
    return Draft.objects.filter(thread=post.thread_id, fields__quoted=str(post.seq))


def _empty_draft(draft: Draft) -> None:
    """Take the quotation out of a reply that is still being written; what its writer wrote stays theirs."""
    draft.fields = {name: value for name, value in draft.fields.items() if name not in ("quoted", "passage")}
    draft.save(update_fields=["fields"])


def _changed(post: Post) -> None:
    bus.tell(CHANGED, key(post.pk))
    live.poke("thread", post.thread_id)
