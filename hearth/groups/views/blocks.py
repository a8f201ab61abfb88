from django.urls import reverse

from hearth.base.http import SIGNED_IN, Refusal, answer, found, open_to, page
from hearth.groups.actions import apart
from hearth.groups.models import Block, Membership


@open_to(SIGNED_IN, "GET", "POST")
def create(request, group, membership):
    """No longer meet someone here, either way; what that does is said before it is done."""
    membership = found(Membership.objects.visible_to(request.user).select_related("group"), pk=membership, group=group)
    shown = {"group": membership.group, "membership": membership, "refusal": None}
    if request.method != "POST":
        return page(request, "groups/blocks/create.html", **shown)
    try:
        apart.block(membership=membership, by=request.user)
    except Refusal as refusal:
        return page(request, "groups/blocks/create.html", status=refusal.status, **{**shown, "refusal": refusal})
    return answer(request, to=reverse("groups:people.index", args=[group]))


@open_to(SIGNED_IN, "POST")
def destroy(request, group, membership):
    """Meet someone again."""
    block = found(
        Block.objects.visible_to(request.user).select_related("blocked__group"),
        blocked=membership,
        blocked__group=group,
    )
    apart.unblock(membership=block.blocked, by=request.user)
    return answer(request, to=reverse("groups:people.index", args=[group]))
