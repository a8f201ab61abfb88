from django.urls import reverse

from hearth.base.http import SIGNED_IN, Refusal, answer, found, open_to, page
from hearth.groups.actions import welcomes
from hearth.groups.forms import WordsForm
from hearth.groups.models import Group, Membership, WelcomeTask
from hearth.groups.permissions import Can, require


@open_to(SIGNED_IN)
def index(request, group):
    """Newcomers waiting for a hello, the soonest due first; for those who look after the group, how it is going."""
    group = found(Group.objects.of(request.user), pk=group)
    mine = Membership.objects.of(request.user).get(group=group)
    if not mine.welcomes:
        found(Group.objects.none())
    require(request.user, Can.WELCOME, group)
    return page(request, "groups/welcomes/index.html", **_shown(request, group, mine))


def _shown(request, group, mine, form=None, task=None) -> dict:
    tasks = WelcomeTask.objects.visible_to(request.user).filter(membership__group=group).open_now()
    return {
        "group": group,
        "mine": mine,
        "tasks": tasks.soonest_due_first()[:50],
        "form": form or WordsForm(),
        "at": task,
        "kept": "",
        "share": group.memberships.share_welcomed(request.now) if mine.looks_after else None,
    }


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, group, task):
    """Welcome a newcomer with a few words."""
    task = _task(request, group, task)
    form = WordsForm(request.POST or None)
    mine = Membership.objects.of(request.user).get(group=group)
    if request.method != "POST":
        return page(request, "groups/welcomes/index.html", **_shown(request, task.group, mine, form, task))
    if not form.is_valid():
        return page(request, "groups/welcomes/index.html", status=422, **_shown(request, task.group, mine, form, task))
    try:
        welcomes.welcome(task=task, words=form.cleaned_data["words"], by=request.user, now=request.now)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return page(
            request,
            "groups/welcomes/index.html",
            status=refusal.status,
            **{**_shown(request, task.group, mine, form, task), "kept": form.cleaned_data["words"]},
        )
    return answer(request, to=reverse("groups:welcomes.index", args=[group]))


@open_to(SIGNED_IN, "POST")
def claim(request, group, task):
    """I’ll write to them."""
    welcomes.claim(task=_task(request, group, task), by=request.user, now=request.now)
    return answer(request, to=reverse("groups:welcomes.index", args=[group]))


@open_to(SIGNED_IN, "POST")
def release(request, group, task):
    """Somebody else may write to them."""
    welcomes.let_go(task=_task(request, group, task), by=request.user)
    return answer(request, to=reverse("groups:welcomes.index", args=[group]))


def _task(request, group, task):
    tasks = WelcomeTask.objects.visible_to(request.user).select_related("membership__group")
    return found(tasks, pk=task, membership__group=group)
