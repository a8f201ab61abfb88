from django.urls import reverse

from hearth.base.http import SIGNED_IN, Refusal, answer, found, open_to, page
from hearth.groups.actions import joining
from hearth.groups.forms import JoinForm
from hearth.groups.models import Group, Membership, every_tag, suggested_patch
from hearth.people.actions.accounts import suggest_names


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, group):
    """Come in, or ask to: who it is for, what is agreed, who I am here."""
    group = found(Group.objects.prefetch_related("tags").visible_to(request.user), pk=group)
    refusal = joining.refusal_at(group, request.user, request.now)
    if refusal is not None:
        return _turned_away(request, group, refusal)
    asks = group.mode != Group.Mode.OPEN
    agreement = group.agreements.newest()
    form = JoinForm(
        request.POST or None,
        group=group,
        person=request.user,
        agreement=agreement,
        asks=asks,
        initial=persona_offered(request.user, group),
    )
    shown = {"group": group, "form": form, "agreement": agreement, "asks": asks}
    if request.method != "POST":
        return page(request, "groups/joining/edit.html", **shown)
    if not form.is_valid():
        return page(request, "groups/joining/edit.html", status=422, **shown)
    given = {"group": group, "persona": form.persona, "agreement": agreement, "by": request.user, "now": request.now}
    try:
        if asks:
            question = joining.ask(answers=form.answers, **given)
            return answer(request, to=reverse("groups:requests.show", args=[group.pk, question.pk]))
        joining.come_in(**given)
    except Refusal as refusal:
        return _turned_away(request, group, refusal, form=form, **shown)
    return answer(request, to=reverse("home:group.show", args=[group.pk]))


def _turned_away(request, group, refusal, form=None, **shown):
    """Take people who are inside or have asked to where they wanted to go; tell the others why, and what else there is."""
    if isinstance(refusal, joining.AlreadyInside):
        return answer(request, to=reverse("home:group.show", args=[group.pk]))
    if isinstance(refusal, joining.AlreadyAsked):
        question = refusal.about["request"]
        return answer(request, to=reverse("groups:requests.show", args=[group.pk, question.pk]))
    if form is not None and not isinstance(refusal, joining.AtTheDoor):
        form.add_error("name" if isinstance(refusal, joining.NameIsTaken) else None, str(refusal))
        return page(
            request, "groups/joining/edit.html", status=refusal.status, **{**shown, "group": group, "form": form}
        )
    status = refusal.status if request.method == "POST" else 200
    return page(
        request,
        "groups/joining/closed.html",
        status=status,
        group=group,
        refusal=refusal,
        alike=[every_tag()[tag.code].key for tag in group.tags.all() if tag.code in every_tag()],
        full=isinstance(refusal, joining.GroupIsFull),
        banned=isinstance(refusal, joining.MayNotComeBack),
        again_at=refusal.about.get("again_at"),
    )


def persona_offered(person, group) -> dict:
    """Who somebody was here before; otherwise their usual name, unless another group knows it already."""
    before = Membership.objects.once_of(person, group).first()
    if before is not None:
        return {name: getattr(before, name) for name in joining.PERSONA}
    name = person.display_name
    if Membership.objects.of(person).filter(name__iexact=name).exists():
        name = suggest_names(1)[0]
    return {"name": name, "patch": suggested_patch(name)}
