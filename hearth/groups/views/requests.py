from django.urls import reverse

from hearth.base.http import SIGNED_IN, Refusal, found, open_to, page
from hearth.base.http import answer as answered
from hearth.groups.actions import joining
from hearth.groups.forms import AnswerForm
from hearth.groups.models import Group, JoinRequest, Membership, every_tag
from hearth.groups.permissions import Can, require


@open_to(SIGNED_IN)
def index(request, group):
    """Who asks to join, the longest waiting first."""
    group = found(Group.objects.looked_after_by(request.user), pk=group)
    require(request.user, Can.ANSWER_REQUEST, group)
    questions = group.requests.waiting().longest_waiting_first()[:50]
    return page(request, "groups/requests/index.html", group=group, questions=questions)


@open_to(SIGNED_IN)
def show(request, group, question):
    """One question: to the one who asked, where it stands; to those who look after the group, what it says."""
    question = _question(request, group, question)
    if question.person_id == request.user.pk:
        membership = Membership.objects.of(request.user).filter(group=question.group).first()
        # A hidden group that said no, or that they have left, has no name for them any more.
        named = Group.objects.visible_to(request.user).filter(pk=question.group_id).exists()
        alike = [every_tag()[tag.code].key for tag in question.group.tags.all() if tag.code in every_tag()]
        shown = {"question": question, "membership": membership, "named": named, "alike": alike if named else []}
        return page(request, "groups/requests/mine.html", **shown)
    require(request.user, Can.ANSWER_REQUEST, question.group)
    return page(request, "groups/requests/show.html", **_shown(question, AnswerForm()))


@open_to(SIGNED_IN, "POST")
def answer(request, group, question):
    """Come in, or not now."""
    question = _question(request, group, question)
    require(request.user, Can.ANSWER_REQUEST, question.group)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, "groups/requests/show.html", status=422, **_shown(question, form))
    try:
        joining.answer(
            request=question,
            welcome=form.cleaned_data["welcome"] == "yes",
            words=form.cleaned_data["words"],
            by=request.user,
            now=request.now,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        question.refresh_from_db()
        return page(request, "groups/requests/show.html", status=refusal.status, **_shown(question, form))
    return answered(request, to=reverse("groups:requests.index", args=[question.group_id]))


@open_to(SIGNED_IN, "POST")
def destroy(request, group, question):
    """Take my question back."""
    question = _question(request, group, question)
    joining.withdraw(request=question, by=request.user, now=request.now)
    return answered(request, to=reverse("groups:requests.show", args=[question.group_id, question.pk]))


def _question(request, group, question):
    return found(
        JoinRequest.objects.visible_to(request.user).select_related("group", "decided_by"), pk=question, group=group
    )


def _shown(question, form) -> dict:
    asked = question.group.questions
    pairs = [
        (asked[number] if number < len(asked) else "", words) for number, words in enumerate(question.answers) if words
    ]
    return {"group": question.group, "question": question, "form": form, "pairs": pairs}
