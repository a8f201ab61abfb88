from django.urls import reverse

from hearth.base.http import SIGNED_IN, Refusal, answer, found, open_to, page
from hearth.groups.actions import memberships
from hearth.groups.forms import LeavingForm
from hearth.groups.models import Group, Membership


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, group):
    """Leave: one page, what happens, one choice."""
    group = found(Group.objects.of(request.user), pk=group)
    membership = Membership.objects.of(request.user).select_related("group").get(group=group)
    form = LeavingForm(request.POST or None)
    shown = {"group": group, "membership": membership, "form": form}
    if request.method != "POST":
        return page(request, "groups/leaving/edit.html", **shown)
    if not form.is_valid():
        return page(request, "groups/leaving/edit.html", status=422, **shown)
    try:
        memberships.leave(membership=membership, words=form.cleaned_data["words"], by=request.user, now=request.now)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return page(request, "groups/leaving/edit.html", status=refusal.status, **shown)
    return answer(request, to=reverse("home:today.show"))
