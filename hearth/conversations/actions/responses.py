"""Answering in one of the worded ways, and in private."""

from django.utils.translation import gettext_lazy as _

from hearth.base import live
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.transactions import deed
from hearth.conversations.actions.posts import NoLongerHere, NotTheirWords, standing_now
from hearth.conversations.events import ResponseGiven, ThanksSent
from hearth.conversations.models import Post, Response, Thanks
from hearth.conversations.models.wording import plain, stands_in
from hearth.conversations.permissions import Can, membership_now
from hearth.groups.permissions import require


class OwnWords(Refusal):
    sentence = _("These words are your own. Others can answer them.")


@deed
def give(*, post: Post, kind: str, by, only_author: bool = False) -> Response:
    """Say one of the four things to a post. Saying it again says it once; `only_author` may be changed by it."""
    require(by, Can.RESPOND, post)
    post, membership = _another_here(post, by)
    response, fresh = Response.objects.get_or_create(
        post=post, by=membership, kind=Response.Kind(kind), defaults={"only_author": only_author}
    )
    if not fresh and response.only_author == only_author:
        return response
    if not fresh:
        response.only_author = only_author
        response.save(update_fields=["only_author"])
    live.poke("thread", post.thread_id)
    if fresh:
        announce(ResponseGiven(post_id=post.pk, by_id=membership.pk, kind=response.kind))
    return response


@deed
def take_back(*, post: Post, kind: str, by) -> None:
    """Unsay it."""
    require(by, Can.RESPOND, post)
    membership = membership_now(by, post.group_id)
    if Response.objects.filter(post=post, by=membership, kind=Response.Kind(kind)).delete()[0]:
        live.poke("thread", post.thread_id)


@deed
def thank(*, post: Post, by, line: str = "", words: str = "") -> Thanks:
    """Thank the writer in private, perhaps for one line. Nobody else learns of it, and nothing counts it."""
    require(by, Can.THANK, post)
    post, membership = _another_here(post, by)
    if line and not stands_in(line, post.body, plain(post.html)):
        raise NotTheirWords
    # The same thanks sent twice are one: a slow line makes people press again.
    thanks, fresh = Thanks.objects.get_or_create(post=post, by=membership, line=line, words=words)
    if fresh:
        announce(ThanksSent(thanks_id=thanks.pk))
    return thanks


def _another_here(post: Post, by):
    """The words as they stand, and the one who answers them: still a member, and not the writer."""
    membership = membership_now(by, post.group_id)
    if membership is None:
        raise NoLongerHere
    post = standing_now(post)
    if post.author_id == membership.pk:
        raise OwnWords
    return post, membership
