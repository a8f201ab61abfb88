from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.conversations.actions import keeping
from hearth.conversations.forms import FoldsForm, KeepForm
from hearth.conversations.models import Draft, Keepsake, Post, Thread
from hearth.conversations.models.wording import plain
from hearth.conversations.views.posts import address_of
from hearth.conversations.views.threads import gone
from hearth.groups.actions import apart
from hearth.groups.models import Group
from hearth.people.actions import accounts


@open_to(SIGNED_IN)
def index(request):
    """My keepsakes, mine alone."""
    rows = list(Keepsake.objects.visible_to(request.user).order_by("-kept_at"))
    said = Post.objects.visible_to(request.user).filter(pk__in=[row.post_id for row in rows if row.post_id])
    return page(
        request, "conversations/keeping/keepsakes.html", rows=rows, visible={post.pk for post in said.only("id")}
    )


@open_to(SIGNED_IN, "GET", "POST")
def create(request, post):
    """Keep a line that helped."""
    post = found(Post.objects.visible_to(request.user).select_related("thread", "group", "author"), pk=post)
    if request.method != "POST":
        form = KeepForm(initial={"words": plain(post.html)})
        return page(request, "conversations/posts/keep.html", post=post, form=form)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return page(request, "conversations/posts/keep.html", status=422, post=post, form=form)
    keeping.keep(post=post, words=form.cleaned_data["words"], by=request.user)
    return answer(request, to=reverse("conversations:keepsakes.index"))


@open_to(SIGNED_IN, "POST")
def destroy(request, keepsake):
    """Let a kept line go."""
    keepsake = found(Keepsake.objects.visible_to(request.user), pk=keepsake)
    keeping.drop(keepsake=keepsake, by=request.user)
    return answer(request, to=reverse("conversations:keepsakes.index"))


def typed(request) -> dict:
    """The fields of a form that is not finished, as they are."""
    return {
        name: request.POST.getlist(name) if name == "notes" else request.POST.get(name, "")
        for name in keeping.DRAFT_FIELDS
    }


@open_to(SIGNED_IN, "POST")
def draft_thread(request, group):
    """Keep what is being written for a new conversation."""
    group = Group.objects.of(request.user).filter(pk=group).first()
    if group is None:
        return gone(request)
    keeping.save_draft(group=group, fields=typed(request), by=request.user)
    return answer(request, to=reverse("conversations:threads.new", args=[group.pk]))


@open_to(SIGNED_IN, "POST")
def draft_reply(request, thread):
    """Keep what is being written as a reply."""
    thread = Thread.objects.visible_to(request.user).select_related("group").filter(pk=thread).first()
    if thread is None:
        return gone(request)
    keeping.save_draft(group=thread.group, thread=thread, fields=typed(request), by=request.user)
    return answer(request, to=reverse("conversations:threads.show", args=[thread.pk]) + "#write")


@open_to(SIGNED_IN, "POST")
def let_thread_go(request, group):
    """Throw a draft away."""
    group = found(Group.objects.of(request.user), pk=group)
    keeping.let_go(drafts=Draft.objects.filter(group=group, thread=None), by=request.user)
    return answer(request, to=reverse("conversations:threads.new", args=[group.pk]) + "?gone=1")


@open_to(SIGNED_IN, "POST")
def let_reply_go(request, thread):
    """Throw the draft of a reply away."""
    thread = found(Thread.objects.visible_to(request.user), pk=thread)
    keeping.let_go(drafts=Draft.objects.filter(thread=thread), by=request.user)
    return answer(request, to=reverse("conversations:threads.show", args=[thread.pk]))


@open_to(SIGNED_IN, "POST")
def follow(request, thread):
    """Hear, or not hear, when a conversation goes on."""
    thread = found(Thread.objects.visible_to(request.user).select_related("group"), pk=thread)
    keeping.follow(thread=thread, wanted=request.POST.get("wanted") == "yes", by=request.user)
    return answer(request, to=reverse("conversations:threads.show", args=[thread.pk]))


@open_to(SIGNED_IN, "POST")
def quiet(request, post):
    """Fold somebody's words away, or show them again, from one of their posts. Nameless posts lead to nobody."""
    named = Post.objects.visible_to(request.user).filter(anonymous=False, author__ended_at=None)
    post = found(named.select_related("author__group"), pk=post)
    deed = apart.mute if request.POST.get("wanted") == "yes" else apart.unmute
    deed(membership=post.author, by=request.user)
    return answer(request, to=address_of(post))


@open_to(SIGNED_IN, "GET", "POST")
def folds(request):
    """What I would like folded, everywhere in the house."""
    if request.method != "POST":
        form = FoldsForm(initial={"notes": request.user.folded_notes})
        return page(request, "conversations/keeping/folds.html", form=form, saved="saved" in request.GET)
    form = FoldsForm(request.POST)
    if not form.is_valid():
        return page(request, "conversations/keeping/folds.html", status=422, form=form, saved=False)
    accounts.change_settings(person=request.user, changes={"folded_notes": form.cleaned_data["notes"]}, by=request.user)
    return answer(request, to=reverse("conversations:notes.edit") + "?saved=1")
