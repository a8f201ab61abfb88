from django.urls import reverse

from hearth.base.http import SIGNED_IN, Refusal, answer, found, open_to, page
from hearth.groups.actions import memberships
from hearth.groups.actions.joining import PERSONA, NameIsTaken
from hearth.groups.forms import PersonaForm, QuietForm
from hearth.groups.models import Group, JoinRequest, Membership


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, group):
    """Who I am in this group: name, patch, wishes; and what others see of it."""
    group = found(Group.objects.of(request.user), pk=group)
    membership = Membership.objects.of(request.user).get(group=group)
    initial = {name: getattr(membership, name) for name in PERSONA}
    form = PersonaForm(request.POST or None, group=group, person=request.user, initial=initial)
    shown = {
        "group": group,
        "membership": membership,
        "form": form,
        "quiet": QuietForm(initial={"quiet": membership.quiet_since is not None, "notices": membership.notices}),
        "saved": "saved" in request.GET,
        "renamed": _was_renamed(request.user, membership),
        "elsewhere": list(
            Membership.objects.of(request.user)
            .exclude(group=group)
            .select_related("group")
            .order_by("group__name")[:20]
        ),
    }
    if request.method != "POST":
        return page(request, "groups/persona/edit.html", **shown)
    if not form.is_valid():
        return page(request, "groups/persona/edit.html", status=422, **shown)
    try:
        memberships.change_persona(membership=membership, persona=form.persona, by=request.user)
    except Refusal as refusal:
        form.add_error("name" if isinstance(refusal, NameIsTaken) else None, str(refusal))
        return page(request, "groups/persona/edit.html", status=refusal.status, **shown)
    return answer(request, to=reverse("groups:persona.edit", args=[group.pk]) + "?saved=1")


def _was_renamed(person, membership) -> str:
    """The name somebody had asked to come in under, when it was taken and the house gave them another."""
    question = JoinRequest.objects.last_of(person, membership.group_id)
    wanted = question.persona.get("name", "") if question is not None and question.welcome else ""
    return wanted if wanted and wanted != membership.name and question.decided_at == membership.joined_at else ""
