from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.groups.actions import memberships
from hearth.groups.models import Ban, Group
from hearth.groups.permissions import Can, require


@open_to(SIGNED_IN)
def index(request, group):
    """Who may not come back, by the names they went by here."""
    group = found(Group.objects.looked_after_by(request.user), pk=group)
    require(request.user, Can.REMOVE, group)
    bans = group.bans.standing().with_names().order_by("-at")[:50]
    return page(request, "groups/bans/index.html", group=group, bans=bans)


@open_to(SIGNED_IN, "POST")
def destroy(request, group, ban):
    """Let somebody come to the door again."""
    group = found(Group.objects.looked_after_by(request.user), pk=group)
    ban = found(Ban.objects.visible_to(request.user).select_related("group"), pk=ban, group=group)
    memberships.lift_ban(ban=ban, by=request.user, now=request.now)
    return answer(request, to=reverse("groups:bans.index", args=[group.pk]))
