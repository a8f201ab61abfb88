from django.urls import reverse

from hearth.base.http import SIGNED_IN, Refusal, answer, found, open_to, page
from hearth.groups.actions import invitations
from hearth.groups.forms import InvitationForm
from hearth.groups.models import Group, Invitation
from hearth.groups.permissions import Can, require


@open_to(SIGNED_IN, "GET", "POST")
def index(request, group):
    """Invitations that are open, and a new one. Its link is shown on this page, now and never again."""
    group = found(Group.objects.looked_after_by(request.user), pk=group)
    require(request.user, Can.INVITE, group)
    form = InvitationForm(request.POST or None)
    made, status = None, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = invitations.make(group=group, by=request.user, now=request.now, **form.cleaned_data)
                form = InvitationForm()
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
        else:
            status = 422
    link = made and request.build_absolute_uri(reverse("groups:invitation.show", args=[made.token]))
    opened = group.invitations.opening(request.now).select_related("by").order_by("expires_at")[:50]
    return page(
        request, "groups/invitations/index.html", status=status, group=group, form=form, link=link, invitations=opened
    )


@open_to(SIGNED_IN, "POST")
def destroy(request, group, invitation):
    """Close one invitation."""
    invitation = found(Invitation.objects.visible_to(request.user).select_related("group"), pk=invitation, group=group)
    invitations.revoke(invitation=invitation, by=request.user, now=request.now)
    return answer(request, to=reverse("groups:invitations.index", args=[invitation.group_id]))
