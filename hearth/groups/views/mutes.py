from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to
from hearth.groups.actions import apart
from hearth.groups.models import Membership, Mute


@open_to(SIGNED_IN, "POST")
def create(request, group, membership):
    """Fold someone’s words away, for myself."""
    membership = found(Membership.objects.visible_to(request.user).select_related("group"), pk=membership, group=group)
    apart.mute(membership=membership, by=request.user)
    return answer(request, to=reverse("groups:people.show", args=[group, membership.pk]))


@open_to(SIGNED_IN, "POST")
def destroy(request, group, membership):
    """Show someone’s words again."""
    mute = found(
        Mute.objects.visible_to(request.user).select_related("muted__group"), muted=membership, muted__group=group
    )
    apart.unmute(membership=mute.muted, by=request.user)
    return answer(request, to=reverse("groups:people.index", args=[group]))
