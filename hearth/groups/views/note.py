from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.groups.actions import memberships
from hearth.groups.forms import NoteForm
from hearth.groups.models import Group, Membership


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, group):
    """A line to those who look after the group, for a while; members never see it."""
    group = found(Group.objects.of(request.user), pk=group)
    membership = Membership.objects.of(request.user).select_related("group").get(group=group)
    form = NoteForm(
        request.POST if request.method == "POST" else None, initial={"words": membership.note_at(request.now)}
    )
    shown = {"group": group, "membership": membership, "form": form, "saved": "saved" in request.GET}
    if request.method != "POST":
        return page(request, "groups/note/edit.html", **shown)
    if not form.is_valid():
        return page(request, "groups/note/edit.html", status=422, **shown)
    memberships.leave_note(membership=membership, words=form.cleaned_data["words"], by=request.user, now=request.now)
    return answer(request, to=reverse("groups:note.edit", args=[group.pk]) + "?saved=1")
