from django.utils.translation import gettext_lazy as _

from hearth.base.permissions import HEARTH
from hearth.base.privacy import Data, Promise
from hearth.conversations.actions import posts
from hearth.conversations.models import Draft, Keepsake, Post, ReadMark, Response, SearchLine, Thanks, Thread, Watch
from hearth.conversations.models.keeping import KEEP_DRAFTS
from hearth.groups.models import Membership
from hearth.groups.privacy import names_for


def export_threads(person):
    names = names_for(person)
    for thread in Thread.objects.filter(author__person=person).order_by("created_at"):
        yield {
            "group": names.get(thread.group_id, ""),
            "begun": thread.created_at,
            "title": thread.title,
            "wish": str(thread.get_intent_display()),
            "without_name": thread.anonymous,
        }
    for thread in Thread.objects.filter(closed_by__person=person).exclude(closing_words="").order_by("closed_at"):
        yield {
            "group": names.get(thread.group_id, ""),
            "brought_to_rest": thread.closed_at,
            "words": thread.closing_words,
        }


def export_posts(person):
    """One's own words only: what they answered, and who else was in the conversation, is others'."""
    names = names_for(person)
    for post in Post.objects.standing().filter(author__person=person).order_by("created_at"):
        yield {
            "group": names.get(post.group_id, ""),
            "written": post.created_at,
            "changed": post.edited_at,
            "words": post.body,
            "fold": post.fold,
            "notes": post.notes,
            "without_name": post.anonymous,
        }


def export_responses(person):
    for response in Response.objects.filter(by__person=person).order_by("at"):
        yield {"said": str(response.get_kind_display()), "only_to_them": response.only_author, "at": response.at}


def export_thanks(person):
    for thanks in Thanks.objects.filter(by__person=person).order_by("at"):
        yield {"words": thanks.words, "at": thanks.at}


def export_keepsakes(person):
    for keepsake in Keepsake.objects.visible_to(person).order_by("kept_at"):
        yield {"words": keepsake.words, "kept": keepsake.kept_at}


def export_drafts(person):
    names = names_for(person)
    for draft in Draft.objects.visible_to(person).order_by("saved_at"):
        # Without the passage of somebody else that a reply was going to quote.
        fields = {name: value for name, value in draft.fields.items() if name not in ("quoted", "passage")}
        yield {"group": names.get(draft.group_id, ""), "saved": draft.saved_at, **fields}


def export_read_marks(person):
    names = names_for(person)
    for mark in ReadMark.objects.filter(membership__person=person).select_related("thread").order_by("at"):
        yield {"group": names.get(mark.thread.group_id, ""), "read_up_to_post": mark.seq, "at": mark.at}


def export_watches(person):
    names = names_for(person)
    for watch in Watch.objects.filter(membership__person=person).select_related("thread").order_by("at"):
        yield {"group": names.get(watch.thread.group_id, ""), "quiet": watch.quiet, "since": watch.at}


def erase_words(person):
    """Withdraw everything, unless the person chose to leave it. What stays is under no name: see the memberships."""
    if getattr(person, "keeps_words", False):
        return
    for membership in Membership.objects.filter(person=person):
        posts.withdraw_all(membership_id=membership.pk, by=HEARTH)
    Thread.objects.filter(closed_by__person=person).update(closing_words="")


def erase_responses(person):
    """A worded answer is a voice; without its person it is nobody's."""
    Response.objects.filter(by__person=person).delete()


def erase_thanks(person):
    Thanks.objects.filter(by__person=person).delete()


def erase_keepsakes(person):
    Keepsake.objects.filter(person=person).delete()


def erase_drafts(person):
    Draft.objects.filter(person=person).delete()


def erase_read_marks(person):
    ReadMark.objects.filter(membership__person=person).delete()


def erase_watches(person):
    Watch.objects.filter(membership__person=person).delete()


WORDS_STAY = _("What you chose to leave stays in its group, under no name.")

promises = [
    Promise(
        Post,
        title=_("What you wrote in groups"),
        order=20,
        export=export_posts,
        erase=erase_words,
        why_kept=WORDS_STAY,
        fields={
            "id": Data.PLUMBING,
            "thread": Data.PLUMBING,
            "group": Data.MEMBERSHIP,
            "author": Data.MEMBERSHIP,
            "anonymous": Data.WORDS,
            "seq": Data.PLUMBING,
            "is_opening": Data.PLUMBING,
            "body": Data.WORDS,
            "html": Data.WORDS,
            "notes": Data.WORDS,
            "fold": Data.WORDS,
            "quoted": Data.PLUMBING,
            "passage": Data.WORDS,
            "created_at": Data.TRACE,
            "edited_at": Data.TRACE,
            "withdrawn_at": Data.TRACE,
            "once": Data.PLUMBING,
        },
    ),
    Promise(
        Thread,
        title=_("Conversations you began"),
        order=21,
        export=export_threads,
        why_kept=WORDS_STAY,
        fields={
            "id": Data.PLUMBING,
            "group": Data.MEMBERSHIP,
            "author": Data.MEMBERSHIP,
            "anonymous": Data.WORDS,
            "title": Data.WORDS,
            "intent": Data.WORDS,
            "notes": Data.WORDS,
            "fold": Data.WORDS,
            "glimpse": Data.WORDS,
            "created_at": Data.TRACE,
            "last_post_at": Data.TRACE,
            "last_seq": Data.PLUMBING,
            "reply_count": Data.PLUMBING,
            "reply_due_at": Data.PLUMBING,
            "second_due_at": Data.PLUMBING,
            "chased": Data.PLUMBING,
            "first_reply_at": Data.TRACE,
            "is_first": Data.PLUMBING,
            "closed_at": Data.TRACE,
            "closed_by": Data.MEMBERSHIP,
            "closing_words": Data.WORDS,
            "withdrawn_at": Data.TRACE,
            "version": Data.PLUMBING,
        },
    ),
    Promise(SearchLine, order=22, fields={"id": Data.PLUMBING, "post": Data.PLUMBING}),
    Promise(
        Response,
        title=_("What you answered with a word"),
        order=23,
        export=export_responses,
        erase=erase_responses,
        fields={
            "id": Data.PLUMBING,
            "post": Data.PLUMBING,
            "by": Data.MEMBERSHIP,
            "kind": Data.WORDS,
            "only_author": Data.WORDS,
            "at": Data.TRACE,
        },
    ),
    Promise(
        Thanks,
        title=_("Thanks you gave"),
        order=23,
        export=export_thanks,
        erase=erase_thanks,
        fields={
            "id": Data.PLUMBING,
            "post": Data.PLUMBING,
            "by": Data.MEMBERSHIP,
            "line": Data.WORDS,
            "words": Data.WORDS,
            "at": Data.TRACE,
        },
    ),
    Promise(
        Keepsake,
        title=_("Lines you kept"),
        order=24,
        export=export_keepsakes,
        erase=erase_keepsakes,
        fields={
            "id": Data.PLUMBING,
            "person": Data.ACCOUNT,
            "post": Data.PLUMBING,
            "words": Data.INTIMATE,
            "kept_at": Data.TRACE,
        },
    ),
    Promise(
        Draft,
        title=_("Drafts"),
        order=24,
        export=export_drafts,
        erase=erase_drafts,
        retention=KEEP_DRAFTS,
        fields={
            "id": Data.PLUMBING,
            "person": Data.ACCOUNT,
            "group": Data.MEMBERSHIP,
            "thread": Data.PLUMBING,
            "fields": Data.INTIMATE,
            "saved_at": Data.TRACE,
        },
    ),
    Promise(
        ReadMark,
        title=_("How far you have read"),
        order=24,
        export=export_read_marks,
        erase=erase_read_marks,
        fields={
            "id": Data.PLUMBING,
            "membership": Data.MEMBERSHIP,
            "thread": Data.PLUMBING,
            "seq": Data.TRACE,
            "at": Data.TRACE,
        },
    ),
    Promise(
        Watch,
        title=_("Conversations you follow"),
        order=24,
        export=export_watches,
        erase=erase_watches,
        fields={
            "id": Data.PLUMBING,
            "membership": Data.MEMBERSHIP,
            "thread": Data.PLUMBING,
            "quiet": Data.TRACE,
            "at": Data.TRACE,
        },
    ),
]
