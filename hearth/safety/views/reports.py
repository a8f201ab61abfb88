"""“This breaks our agreement”."""

from django.http import Http404
from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.base.permissions import require
from hearth.conversations.models import Post
from hearth.safety.actions import reports
from hearth.safety.forms import ReportForm, chosen_key
from hearth.safety.models import Report
from hearth.safety.permissions import Can


def post_in_question(request, data) -> Post:
    try:
        chosen = chosen_key(data, "post")
    except ValueError:
        raise Http404 from None
    posts = Post.objects.visible_to(request.user).standing().select_related("author", "group", "thread")
    return found(posts, pk=chosen)


def points_of(group) -> list[dict]:
    """What the group agrees on as it stands now."""
    agreement = group.agreements.order_by("-number").first()
    return agreement.points if agreement else []


@open_to(SIGNED_IN)
def new(request):
    post = post_in_question(request, request.GET)
    require(request.user, Can.MAKE_REPORT, post)
    return page(request, "safety/reports/new.html", form=ReportForm(points=points_of(post.group)), post=post)


@open_to(SIGNED_IN, "POST")
def create(request):
    post = post_in_question(request, request.POST)
    form = ReportForm(request.POST, points=points_of(post.group))
    if not form.is_valid():
        return page(request, "safety/reports/new.html", status=422, form=form, post=post)
    report = reports.make(
        post=post, point=form.cleaned_data["point"], words=form.cleaned_data["words"], by=request.user, now=request.now
    )
    return answer(request, to=reverse("safety:reports.show", args=[report.pk]))


@open_to(SIGNED_IN)
def show(request, report):
    """What the one who reported sees: thanks, what happens next, and in the end how it was decided."""
    report = found(Report.objects.raised_by_person(request.user).select_related("group"), pk=report)
    visible = report.thread_id and Post.objects.visible_to(request.user).filter(thread=report.thread_id).exists()
    return page(
        request,
        "safety/reports/show.html",
        report=report,
        is_late=report.answered_at is None and report.due_at < request.now,
        back=reverse("conversations:threads.show", args=[report.thread_id]) if visible else "",
    )
