from django.urls import reverse

from hearth.base.http import SIGNED_IN, Refusal, answer, found, open_to, page
from hearth.groups.actions import memberships
from hearth.groups.forms import RemovalForm
from hearth.groups.models import Group, Membership
from hearth.groups.permissions import Can, require


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, group, membership):
    """Ask somebody to go: for a point of the agreement, with words they will read."""
    group = found(Group.objects.looked_after_by(request.user), pk=group)
    membership = found(Membership.objects.visible_to(request.user).select_related("group"), pk=membership, group=group)
    require(request.user, Can.REMOVE, group)
    version = group.agreements.newest()
    points = [point["point"] for point in version.points] if version else []
    form = RemovalForm(request.POST or None, points=points)
    shown = {"group": group, "membership": membership, "form": form}
    if request.method != "POST":
        return page(request, "groups/removals/edit.html", **shown)
    if not form.is_valid():
        return page(request, "groups/removals/edit.html", status=422, **shown)
    try:
        memberships.remove(
            membership=membership,
            point=form.cleaned_data["point"],
            words=form.cleaned_data["words"],
            ban=form.cleaned_data["ban"] == "yes",
            by=request.user,
            now=request.now,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return page(request, "groups/removals/edit.html", status=refusal.status, **shown)
    return answer(request, to=reverse("groups:people.index", args=[group.pk]))
