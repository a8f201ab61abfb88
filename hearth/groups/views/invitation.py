from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from hearth.base.http import ANYONE, Refusal, answer, open_to, page
from hearth.groups.actions import joining
from hearth.groups.forms import JoinForm
from hearth.groups.models import Group, Membership
from hearth.groups.views.joining import persona_offered


@open_to(ANYONE, "GET", "POST")
def show(request, token):
    """Where an invitation leads. Signed out, every link shows the same page, whatever it opens or does not.

    A hidden group's name is told only once somebody is inside.
    """
    if not request.user.is_authenticated:
        return page(
            request,
            "groups/invitation/show.html",
            status=401 if request.method == "POST" else 200,
            onward=reverse("groups:invitation.show", args=[token]),
            sign_in=resolve_url(settings.LOGIN_URL),
        )
    invitation = joining.find(token, request.now)
    if invitation is None:
        return page(request, "groups/invitation/gone.html", refusal=joining.OpensNothing(), status=404)
    group = invitation.group
    refusal = joining.refusal_at(group, request.user, request.now, invited=True)
    if isinstance(refusal, joining.AlreadyInside):
        return _already_inside(request, invitation, token)
    if refusal is not None:
        return page(request, "groups/invitation/gone.html", refusal=refusal, status=refusal.status)
    agreement = group.agreements.newest()
    form = JoinForm(
        request.POST or None,
        group=group,
        person=request.user,
        agreement=agreement,
        initial=persona_offered(request.user, group),
    )
    shown = {"group": group, "form": form, "agreement": agreement, "asks": False, "invitation": invitation}
    shown["unnamed"] = group.visibility == Group.Visibility.HIDDEN
    if request.method != "POST":
        return page(request, "groups/joining/edit.html", **shown)
    if not form.is_valid():
        return page(request, "groups/joining/edit.html", status=422, **shown)
    try:
        joining.use(token=token, persona=form.persona, agreement=agreement, by=request.user, now=request.now)
    except (joining.OpensNothing, joining.AtTheDoor) as refusal:
        return page(request, "groups/invitation/gone.html", refusal=refusal, status=refusal.status)
    except Refusal as refusal:
        form.add_error("name" if isinstance(refusal, joining.NameIsTaken) else None, str(refusal))
        return page(request, "groups/joining/edit.html", status=refusal.status, **shown)
    return answer(request, to=reverse("home:group.show", args=[group.pk]))


def _already_inside(request, invitation, token):
    """Someone who is inside can only take up a role here; otherwise the group itself is where they wanted to go."""
    group = invitation.group
    membership = Membership.objects.of(request.user).get(group=group)
    if invitation.role == Membership.Role.MEMBER or membership.role == Membership.Role.FACILITATOR:
        return answer(request, to=reverse("home:group.show", args=[group.pk]))
    if request.method != "POST":
        return page(request, "groups/invitation/role.html", group=group, invitation=invitation, membership=membership)
    joining.take_up_role(token=token, by=request.user, now=request.now)
    return answer(request, to=reverse("home:group.show", args=[group.pk]))
