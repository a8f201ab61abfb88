from django.core.paginator import Paginator

from hearth.base.http import SIGNED_IN, found, open_to, page
from hearth.groups.forms import RoleForm
from hearth.groups.models import Block, Group, Membership, Mute
from hearth.groups.permissions import Can, require

# No page of the house ever lists more people than this.
ON_A_PAGE = 50


@open_to(SIGNED_IN)
def index(request, group):
    """The names people go by here. Not when they came, not when they were last here, not how many there are."""
    group = found(Group.objects.of(request.user), pk=group)
    require(request.user, Can.SEE_PEOPLE, group)
    mine = Membership.objects.of(request.user).get(group=group)
    everyone = Membership.objects.visible_to(request.user).filter(group=group).in_reading_order()
    part = Paginator(everyone, ON_A_PAGE).get_page(request.GET.get("page"))
    apart = Membership.objects.parted_from(mine).in_reading_order()
    return page(request, "groups/people/index.html", group=group, mine=mine, people=part, apart=list(apart[:ON_A_PAGE]))


@open_to(SIGNED_IN)
def show(request, group, membership):
    """One fellow member, and what I can do about what I see of them."""
    membership = found(Membership.objects.visible_to(request.user).select_related("group"), pk=membership, group=group)
    mine = Membership.objects.of(request.user).get(group=membership.group)
    return page(
        request,
        "groups/people/show.html",
        group=membership.group,
        membership=membership,
        mine=mine,
        muted=Mute.objects.filter(muter=mine, muted=membership).exists(),
        blocked=Block.objects.filter(blocker=mine, blocked=membership).exists(),
        role=RoleForm(initial={"role": membership.role}),
    )
