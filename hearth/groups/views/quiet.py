from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to
from hearth.groups.actions import memberships
from hearth.groups.forms import QuietForm
from hearth.groups.models import Group, Membership


@open_to(SIGNED_IN, "POST")
def edit(request, group):
    """What reaches me from this group."""
    group = found(Group.objects.of(request.user), pk=group)
    membership = Membership.objects.of(request.user).select_related("group").get(group=group)
    # A button elsewhere sends only whether to be quiet; the rest then stays as it is.
    form = QuietForm({"notices": membership.notices, **request.POST.dict()})
    if form.is_valid():
        memberships.set_quiet(membership=membership, by=request.user, now=request.now, **form.cleaned_data)
    return answer(request, to=reverse("groups:persona.edit", args=[group.pk]) + "?saved=1")
