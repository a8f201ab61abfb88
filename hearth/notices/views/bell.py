from datetime import UTC

from django.http import Http404
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from hearth.base.http import SIGNED_IN, answer, open_to, page, wants_piece
from hearth.base.ids import from_key, key
from hearth.notices.actions import notices
from hearth.notices.forms import SeenForm
from hearth.notices.models import Notice

AT_ONCE = 20


@open_to(SIGNED_IN)
def index(request):
    """What waits for me, the newest first; the list ends, and older things are one link away."""
    told = Notice.objects.visible_to(request.user).as_read_by(request.user)
    told = told.select_related("group", "thread").newest_first()
    before = request.GET.get("before", "")
    if before:
        told = told.before(*row_named(before))
    shown = list(told[: AT_ONCE + 1])
    if request.user.has_news and not before and not any(notice.is_new for notice in shown):
        notices.look(by=request.user)
    more = len(shown) > AT_ONCE
    shown = shown[:AT_ONCE]
    return page(
        request,
        "notices/bell/_list.html" if wants_piece(request) else "notices/bell/index.html",
        notices=shown,
        earlier=f"{reverse('notices:bell.index')}?before={name_of(shown[-1])}" if more else "",
        later=before,
        until=request.now.isoformat(),
    )


@open_to(SIGNED_IN, "POST")
def see(request):
    """Everything I was shown is seen."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        # Nobody types this; a form that lost its instant asks for the page again.
        return answer(request, to=reverse("notices:bell.index"))
    notices.see_all(until=form.cleaned_data["until"], now=request.now, by=request.user)
    return answer(request, to=reverse("notices:bell.index"))


def name_of(notice: Notice) -> str:
    """How a place in the list stands in an address."""
    return f"{notice.made_at:%Y%m%dT%H%M%S.%fZ}-{key(notice.pk)}"


def row_named(name: str) -> tuple:
    instant, _sep, id = name.partition("-")
    try:
        instant, id = parse_datetime(instant), from_key(id)
        if instant is None or instant.tzinfo is None:
            raise Http404
        return instant.astimezone(UTC), id
    except (ValueError, OverflowError):
        raise Http404 from None
