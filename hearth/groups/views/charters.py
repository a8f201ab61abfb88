from django.conf import settings
from django.http import Http404
from django.urls import reverse

from hearth.base.http import STEWARDS, Refusal, found, open_to, page
from hearth.base.ids import new_id
from hearth.groups.actions import groups
from hearth.groups.forms import AgreementForm, LeafletForm
from hearth.groups.models import Group, charters
from hearth.groups.permissions import Can, require


@open_to(STEWARDS)
def index(request):
    """The charters a new group can begin from, and groups that nobody facilitates."""
    require(request.user, Can.OPEN_GROUP)
    orphans = Group.objects.in_the_care_of(request.user).without_facilitator().order_by("created_at")[:50]
    return page(request, "groups/charters/index.html", charters=charters().values(), orphans=orphans)


@open_to(STEWARDS, "GET", "POST")
def edit(request, charter):
    """From a charter to an open group: its page, its agreement, the first invitation."""
    require(request.user, Can.OPEN_GROUP)
    charter = charters().get(charter)
    if charter is None:
        raise Http404
    initial = {**charter.leaflet, "zone": settings.TIME_ZONE, "once": new_id()}
    form = LeafletForm(request.POST or None, initial=initial)
    points = AgreementForm(request.POST or None, points=charter.points, spare=2)
    shown = {"charter": charter, "form": form, "points": points}
    if request.method != "POST":
        return page(request, "groups/charters/edit.html", **shown)
    if not form.is_valid() or not points.is_valid():
        points.is_valid()
        return page(request, "groups/charters/edit.html", status=422, **shown)
    try:
        made = groups.open_group(
            leaflet=form.leaflet,
            tags=form.cleaned_data["tags"],
            points=points.points,
            once=form.cleaned_data["once"],
            by=request.user,
            now=request.now,
        )
    except groups.OpenedAlready as refusal:
        group = found(Group.objects.in_the_care_of(request.user), pk=form.cleaned_data["once"])
        return page(request, "groups/charters/opened.html", status=refusal.status, group=group, link=None)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return page(request, "groups/charters/edit.html", status=refusal.status, **shown)
    link = request.build_absolute_uri(reverse("groups:invitation.show", args=[made.token]))
    return page(request, "groups/charters/opened.html", group=made.invitation.group, link=link)
