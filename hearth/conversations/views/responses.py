from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.conversations.actions import responses
from hearth.conversations.forms import ResponseForm, ThanksForm
from hearth.conversations.models import Post, Thanks
from hearth.conversations.models.wording import plain, shortened
from hearth.conversations.views.posts import address_of, support_of


def post_for(request, post: int) -> Post:
    return found(Post.objects.visible_to(request.user).select_related("thread", "group", "author"), pk=post)


def unclear(request, post: Post, form):
    return page(request, "conversations/posts/unclear.html", status=422, form=form, back=address_of(post))


def answered(request, post: Post):
    return answer(request, to=address_of(post), piece="conversations/posts/_support.html", **support_of(request, post))


@open_to(SIGNED_IN, "POST")
def create(request, post):
    """Say one of the four things to a post."""
    post = post_for(request, post)
    form = ResponseForm(request.POST)
    if not form.is_valid():
        return unclear(request, post, form)
    responses.give(post=post, by=request.user, **form.cleaned_data)
    return answered(request, post)


@open_to(SIGNED_IN, "POST")
def destroy(request, post):
    """Unsay it."""
    post = post_for(request, post)
    form = ResponseForm(request.POST)
    if not form.is_valid():
        return unclear(request, post, form)
    responses.take_back(post=post, kind=form.cleaned_data["kind"], by=request.user)
    return answered(request, post)


@open_to(SIGNED_IN, "GET", "POST")
def thank(request, post):
    """Thank the writer of a post in private."""
    post = post_for(request, post)
    if request.method != "POST":
        form = ThanksForm(initial={"line": shortened(plain(post.html), 300).rstrip("…")})
        return page(request, "conversations/posts/thank.html", post=post, form=form)
    form = ThanksForm(request.POST)
    if not form.is_valid():
        return page(request, "conversations/posts/thank.html", status=422, post=post, form=form)
    responses.thank(post=post, by=request.user, **form.cleaned_data)
    return answer(request, to=address_of(post))


@open_to(SIGNED_IN)
def thanks(request):
    """Thanks people sent me. Nobody else sees this page, and nothing on it is counted."""
    rows = Thanks.objects.visible_to(request.user).select_related("by", "post__thread").order_by("-at")[:100]
    return page(request, "conversations/keeping/thanks.html", rows=rows)
