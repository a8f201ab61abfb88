from django.urls import reverse

from hearth.base.http import SIGNED_IN, Refusal, answer, found, open_to, page
from hearth.groups.actions import groups
from hearth.groups.forms import LeafletForm, leaflet_of
from hearth.groups.models import Group
from hearth.groups.permissions import Can, require


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, group):
    """The leaflet, the eight answers, how people come in."""
    group = found(Group.objects.looked_after_by(request.user).prefetch_related("tags"), pk=group)
    require(request.user, Can.EDIT_GROUP, group)
    form = LeafletForm(request.POST or None, group=group, initial=leaflet_of(group))
    shown = {"group": group, "form": form, "saved": "saved" in request.GET}
    if request.method != "POST":
        return page(request, "groups/settings/edit.html", **shown)
    if not form.is_valid():
        return page(request, "groups/settings/edit.html", status=422, **shown)
    try:
        groups.change(
            group=group,
            leaflet=form.leaflet,
            tags=form.cleaned_data["tags"],
            talked_over=form.cleaned_data["talked_over"],
            by=request.user,
            now=request.now,
        )
    except Refusal as refusal:
        form.add_error("talked_over" if isinstance(refusal, groups.WiderNeedsCare) else None, str(refusal))
        return page(request, "groups/settings/edit.html", status=refusal.status, **shown)
    return answer(request, to=reverse("groups:settings.edit", args=[group.pk]) + "?saved=1")


@open_to(SIGNED_IN, "POST")
def confirm(request, group):
    """All of it is still right."""
    group = found(Group.objects.looked_after_by(request.user), pk=group)
    groups.confirm(group=group, by=request.user, now=request.now)
    return answer(request, to=reverse("groups:settings.edit", args=[group.pk]) + "?saved=1")
