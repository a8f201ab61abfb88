"""What is one's own: drafts, kept lines, how far one has read, which conversations to hear about."""

from django.utils.translation import gettext_lazy as _

from hearth.base import clock
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.transactions import deed
from hearth.conversations.actions.posts import NotTheirWords, standing_now
from hearth.conversations.events import ThreadRead
from hearth.conversations.models import Draft, Keepsake, Post, ReadMark, Thread, Watch
from hearth.conversations.models.keeping import KEEP_DRAFTS
from hearth.conversations.models.wording import plain, stands_in
from hearth.conversations.permissions import Can, own_membership
from hearth.groups.models import Group
from hearth.groups.permissions import require

DRAFT_FIELDS = ("title", "intent", "body", "fold", "notes", "anonymous", "quoted", "passage")
LONGEST_DRAFT = 40_000


class NotForKeeping(Refusal):
    sentence = _("Whoever wrote this would rather their words weren’t kept by others.")


class TooMuchForADraft(Refusal):
    status = 422
    sentence = _("This is more than a draft can hold. Keep it somewhere of your own; it is all below.")


@deed
def save_draft(*, group: Group, fields: dict, by, thread: Thread | None = None) -> Draft | None:
    """Keep what is being written. Empty words let the draft go."""
    require(by, Can.KEEP_DRAFT, thread or group)
    fields = {name: value for name, value in fields.items() if name in DRAFT_FIELDS and value}
    if sum(len(str(value)) for value in fields.values()) > LONGEST_DRAFT:
        raise TooMuchForADraft
    if not (fields.get("body") or fields.get("title")):
        Draft.objects.filter(person=by, group=group, thread=thread).delete()
        return None
    draft, _fresh = Draft.objects.update_or_create(
        person=by, group=group, thread=thread, defaults={"fields": fields, "saved_at": clock.now()}
    )
    return draft


@deed
def let_go(*, drafts, by) -> None:
    """Throw one's own drafts away, among those given."""
    require(by, Can.KEEP_OWN)
    drafts.filter(person=by).delete()


@deed
def keep(*, post: Post, words: str, by) -> Keepsake:
    """Copy a line that helped into one's own keeping; the same line twice is kept once.

    Words written without a name are not kept at all: whether their writer allows it would be a trace of who it is.
    """
    require(by, Can.KEEP, post)
    post = standing_now(post)
    own = own_membership(by, post).pk == post.author_id
    if not own and (post.anonymous or not post.author.quotable):
        raise NotForKeeping
    if not stands_in(words, post.body, plain(post.html)):
        raise NotTheirWords
    keepsake, _fresh = Keepsake.objects.get_or_create(
        person=by, post=post, words=words, defaults={"kept_at": clock.now()}
    )
    return keepsake


@deed
def drop(*, keepsake: Keepsake, by) -> None:
    """Let a kept line go."""
    require(by, Can.KEEP_OWN, keepsake)
    keepsake.delete()


@deed
def mark_read(*, thread_id: int, membership_id: int, seq: int, by) -> None:
    """Note how far somebody has read, forwards only. Known to the reader alone."""
    require(by, Can.KEEP_OWN)
    now = clock.now()
    mark = ReadMark.objects.filter(thread=thread_id, membership=membership_id)
    # An answer with a word adds no post: the place stays, and only that one looked is new.
    before = mark.filter(seq__lte=seq) if by.has_news else mark.filter(seq__lt=seq)
    if not before.update(seq=seq, at=now):
        # Either there is no mark yet, or another tab has read further.
        ReadMark.objects.bulk_create(
            [ReadMark(thread_id=thread_id, membership_id=membership_id, seq=seq, at=now)], ignore_conflicts=True
        )
    if by.has_news:
        announce(ThreadRead(thread_id=thread_id, person_id=by.pk))


@deed
def follow(*, thread: Thread, wanted: bool, by) -> Watch:
    """Hear, or not hear, when a conversation goes on."""
    require(by, Can.FOLLOW, thread)
    watch, _fresh = Watch.objects.update_or_create(
        membership=own_membership(by, thread), thread=thread, defaults={"quiet": not wanted}
    )
    return watch


@deed
def purge_drafts(*, now, by) -> int:
    """Let go of drafts nobody has touched for half a year."""
    require(by, Can.TIDY)
    return Draft.objects.filter(saved_at__lt=now - KEEP_DRAFTS).delete()[0]
