from django.urls import reverse

from hearth.base.http import ANYONE, SIGNED_IN, Refusal, answer, found, open_to, page, to_sign_in
from hearth.groups.actions import agreements
from hearth.groups.forms import AcceptanceForm, AgreementForm
from hearth.groups.models import Group
from hearth.groups.permissions import Can, membership_of, require


@open_to(ANYONE, "GET", "POST")
def show(request, group):
    """What the group has agreed, point by point with the why; for members, what changed and a place to say yes."""
    group = found(Group.objects.visible_to(request.user), pk=group)
    version = group.agreements.newest()
    form = AcceptanceForm(request.POST or None)
    if request.method != "POST" or version is None:
        return page(request, "groups/agreement/show.html", **_shown(request, group, version, form))
    if not request.user.is_authenticated:
        return to_sign_in(request)
    taken = form.is_valid()
    if str(version.pk) != request.POST.get("version"):
        form.add_error(None, str(agreements.AgreementMoved()))
        taken = False
    if not taken:
        return page(request, "groups/agreement/show.html", status=422, **_shown(request, group, version, form))
    agreements.accept(version=version, by=request.user, now=request.now)
    return answer(request, to=reverse("home:group.show", args=[group.pk]))


def _shown(request, group, version, form) -> dict:
    membership = membership_of(request.user, group)
    accepted = membership and group.agreements.accepted_by(membership)
    return {
        "group": group,
        "version": version,
        "form": form,
        "membership": membership,
        "accepted": accepted,
        "changes": version.since(accepted) if version and accepted and accepted != version else None,
    }


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, group):
    """Change the agreement; everyone is asked to say yes again."""
    group = found(Group.objects.looked_after_by(request.user), pk=group)
    require(request.user, Can.EDIT_GROUP, group)
    version = group.agreements.newest()
    points = version.points if version else []
    form = AgreementForm(request.POST or None, points=points, based_on=version)
    if request.method != "POST":
        return page(request, "groups/agreement/edit.html", group=group, form=form, version=version)
    if not form.is_valid():
        return page(request, "groups/agreement/edit.html", status=422, group=group, form=form, version=version)
    seen = group.agreements.filter(pk=form.cleaned_data["based_on"] or 0).first()
    try:
        agreements.publish(
            group=group,
            points=form.points,
            change=form.cleaned_data["change"],
            based_on=seen,
            by=request.user,
            now=request.now,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        # What was typed stays; sent once more, it counts as written after reading how things stand now.
        form.data = {**form.data.dict(), "based_on": str(version.pk if version else 0)}
        return page(
            request, "groups/agreement/edit.html", status=refusal.status, group=group, form=form, version=version
        )
    return answer(request, to=reverse("groups:agreement.show", args=[group.pk]))
