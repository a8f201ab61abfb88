from django.urls import reverse

from hearth.base.http import STEWARDS, answer, found, open_to, page
from hearth.groups.actions import invitations, memberships
from hearth.groups.forms import OnceForm
from hearth.groups.models import Group, Membership
from hearth.groups.permissions import Can, require


@open_to(STEWARDS)
def show(request, group):
    """For a steward: who looks after a group. Not who is in it, and not a word that was said there."""
    group = found(Group.objects.in_the_care_of(request.user), pk=group)
    require(request.user, Can.CARE_FOR_GROUP, group)
    return page(request, "groups/care/show.html", **_shown(group))


def _shown(group, form=None, link=None) -> dict:
    chair = group.memberships.current().looking_after().in_reading_order()
    return {"group": group, "chair": chair[:50], "form": form or OnceForm(), "link": link}


@open_to(STEWARDS, "POST")
def invite(request, group):
    """Make the invitation for someone who will facilitate the group; its link is shown once."""
    group = found(Group.objects.in_the_care_of(request.user), pk=group)
    form = OnceForm(request.POST)
    once = form.cleaned_data["once"] if form.is_valid() else None
    try:
        made = invitations.appoint(group=group, by=request.user, now=request.now, once=once)
    except invitations.MadeAlready as refusal:
        form.add_error(None, str(refusal))
        return page(request, "groups/care/show.html", status=refusal.status, **_shown(group, form))
    link = request.build_absolute_uri(reverse("groups:invitation.show", args=[made.token]))
    return page(request, "groups/care/show.html", **_shown(group, link=link))


@open_to(STEWARDS, "POST")
def stand_down(request, group, membership):
    """Take the role of someone who looks after a group."""
    group = found(Group.objects.in_the_care_of(request.user), pk=group)
    membership = found(Membership.objects.current().looking_after().select_related("group"), pk=membership, group=group)
    memberships.stand_down(membership=membership, by=request.user)
    return answer(request, to=reverse("groups:care.show", args=[group.pk]))
