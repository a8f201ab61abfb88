from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.groups.actions import memberships
from hearth.groups.forms import RoleForm
from hearth.groups.models import Group, Membership


@open_to(SIGNED_IN, "POST")
def edit(request, group, membership):
    """Give somebody a role, or take it back."""
    group = found(Group.objects.looked_after_by(request.user), pk=group)
    membership = found(Membership.objects.visible_to(request.user).select_related("group"), pk=membership, group=group)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return page(request, "groups/roles/edit.html", status=422, group=group, membership=membership, form=form)
    memberships.give_role(membership=membership, role=form.cleaned_data["role"], by=request.user)
    return answer(request, to=reverse("groups:people.show", args=[group.pk, membership.pk]))
