from hearth.base.http import SIGNED_IN, found, open_to, page
from hearth.groups.models import Group, Membership


@open_to(SIGNED_IN)
def show(request, membership):
    """To somebody who was asked to go: that it happened, for which point, and the words to them."""
    membership = found(Membership.objects.endings_of(request.user).select_related("group"), pk=membership)
    # A hidden group has no name for people outside it, not even for those who were inside.
    named = Group.objects.visible_to(request.user).filter(pk=membership.group_id).exists()
    return page(request, "groups/endings/show.html", membership=membership, group=membership.group, named=named)
