from django.http import Http404
from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.conversations.actions import posts
from hearth.conversations.forms import EditForm, PostForm
from hearth.conversations.models import Post, Thread
from hearth.conversations.permissions import Can
from hearth.conversations.queries import pages
from hearth.conversations.views.threads import conversation, gone, place, quoted_post, with_care
from hearth.groups.permissions import require


def address_of(post: Post) -> str:
    """The page of the thread on which a post stands, at its place."""
    address = reverse("conversations:threads.show", args=[post.thread_id])
    # Up to the end of the first page nobody needs a place in the address; further on the post stands near the top.
    where = f"?after={post.seq - 2}" if post.seq > pages.PAGE + 1 else ""
    return f"{address}{where}#post-{post.seq}"


@open_to(SIGNED_IN, "GET", "POST")
def index(request, thread):
    """The replies of a page, read again when something is new; sending one adds it."""
    room = pages.thread_for(request.user, thread)
    if request.method == "POST":
        return create(request, room) if room is not None else gone(request)
    if room is None:
        raise Http404
    after, before, _lost = place(request)
    shown = pages.page_of(room, request.user, after=after, before=before)
    return page(request, "conversations/posts/_index.html", **conversation(request, shown, None))


def create(request, room: pages.ShownThread):
    form = PostForm(request.POST)
    if not form.is_valid():
        after, before, _lost = place(request)
        shown = pages.page_of(room, request.user, after=after, before=before)
        return page(request, "conversations/threads/show.html", status=422, **conversation(request, shown, form))
    words = dict(form.cleaned_data)
    seq = words.pop("quoted")
    quoted = quoted_post(request.user, room, str(seq or ""))
    if seq and quoted is None:
        raise posts.NotTheirWords
    thread = found(Thread.objects.visible_to(request.user).select_related("group"), pk=room.id)
    post = posts.publish(thread=thread, quoted=quoted, by=request.user, **words)
    address = reverse("conversations:threads.show", args=[post.thread_id])
    if post.seq > pages.PAGE + 1:
        # The last page, with what was said before it.
        address += f"?before={post.seq + 1}"
    return answer(request, to=with_care(f"{address}#post-{post.seq}", post.body, post.pk))


@open_to(SIGNED_IN)
def show(request, post):
    """The lasting address of a post: leads to its place in the conversation."""
    post = found(Post.objects.visible_to(request.user), pk=post)
    return answer(request, to=address_of(post))


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, post):
    """Change one's words."""
    post = found(Post.objects.visible_to(request.user).standing().select_related("thread", "group"), pk=post)
    require(request.user, Can.EDIT_POST, post)
    if request.method != "POST":
        words = {"title": post.thread.title, "body": post.body, "notes": post.notes, "fold": post.fold}
        return page(request, "conversations/posts/edit.html", post=post, form=EditForm(initial=words))
    form = EditForm(request.POST)
    if not form.is_valid():
        return page(request, "conversations/posts/edit.html", status=422, post=post, form=form)
    posts.edit(post=post, by=request.user, **form.cleaned_data)
    return answer(request, to=with_care(address_of(post), form.cleaned_data["body"], post.pk))


@open_to(SIGNED_IN, "GET", "POST")
def withdraw(request, post):
    """Take words back: this page is the second tap, its button the last."""
    post = found(Post.objects.visible_to(request.user).select_related("thread", "group"), pk=post)
    require(request.user, Can.WITHDRAW, post)
    if request.method != "POST":
        return page(request, "conversations/posts/withdraw.html", post=post)
    posts.withdraw(post=post, by=request.user)
    return answer(request, to=address_of(post))


def support_of(request, post: Post) -> dict:
    """What the answers below one post show to this reader now."""
    room = pages.thread_for(request.user, post.thread_id)
    shown = pages.posts_by_id(room, request.user, [post.pk]) if room else []
    if not shown:
        raise Http404
    return {"post": shown[0], "thread": room}
