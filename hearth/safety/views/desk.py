"""The desk: two lists with clocks, and each thing on them taken, answered or let go."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from hearth.base.http import SIGNED_IN, answer, found, open_to, page, wants_piece
from hearth.base.ids import key
from hearth.conversations.models import Post
from hearth.groups.models import Membership
from hearth.people.permissions import second_factor_of
from hearth.safety.actions import desk
from hearth.safety.forms import AnswerForm, LevelForm
from hearth.safety.live import HOUSE
from hearth.safety.models import Concern, Report
from hearth.safety.permissions import keeps_a_desk
from hearth.safety.queries.desk import responds

KINDS = {"concerns": Concern, "reports": Report}
# The most urgent of a very long list; nobody answers the hundredth while the first waits.
SHOWN = 60


def no_way_in(request):
    """None for those who may sit at the desk; else the page that says why not, or 404 for all who have none."""
    if not keeps_a_desk(request.user):
        raise Http404
    if not second_factor_of(request.user):
        return page(request, "safety/desk/second_step.html", status=403)
    return None


@open_to(SIGNED_IN)
def index(request):
    closed = no_way_in(request)
    if closed:
        return closed
    concerns = list(Concern.objects.visible_to(request.user).waiting().with_names().most_urgent_first()[:SHOWN])
    reports = list(Report.objects.visible_to(request.user).waiting().with_names().longest_waiting_first()[:SHOWN])
    template = "safety/desk/_queues.html" if wants_piece(request) else "safety/desk/index.html"
    return page(
        request,
        template,
        concerns=concerns,
        reports=reports,
        holders=holders_of([*concerns, *reports], request),
        streams=streams_of(request.user),
        now=request.now,
    )


@open_to(SIGNED_IN)
def show(request, kind, item):
    closed = no_way_in(request)
    if closed:
        return closed
    item = on_the_desk(request, kind, item)
    desk.look(item=item, by=request.user)
    return item_page(request, kind, item, AnswerForm(item=item))


@open_to(SIGNED_IN, "POST")
def claim(request, kind, item):
    item = on_the_desk(request, kind, item)
    desk.claim(item=item, by=request.user, now=request.now)
    return answer(request, to=reverse("safety:desk.show", args=[kind, item.pk]))


@open_to(SIGNED_IN, "POST")
def let_go(request, kind, item):
    item = on_the_desk(request, kind, item)
    desk.let_go(item=item, by=request.user, now=request.now)
    return answer(request, to=reverse("safety:desk.index"))


@open_to(SIGNED_IN, "POST")
def regrade(request, item):
    concern = on_the_desk(request, "concerns", item)
    form = LevelForm(request.POST)
    if not form.is_valid():
        return item_page(request, "concerns", concern, AnswerForm(item=concern), status=422)
    desk.regrade(concern=concern, level=form.cleaned_data["level"], by=request.user, now=request.now)
    return answer(request, to=reverse("safety:desk.show", args=["concerns", concern.pk]))


@open_to(SIGNED_IN, "POST")
def settle(request, kind, item):
    item = on_the_desk(request, kind, item)
    form = AnswerForm(request.POST, item=item)
    if not form.is_valid():
        return item_page(request, kind, item, form, status=422)
    desk.answer(
        item=item,
        outcome=form.cleaned_data["outcome"],
        note=form.cleaned_data["note"],
        by=request.user,
        now=request.now,
    )
    return answer(request, to=reverse("safety:desk.index"))


def on_the_desk(request, kind, item):
    """The thing itself, for those who may see it and sit at the desk; for everyone else it does not exist."""
    if not second_factor_of(request.user):
        raise Http404
    return found(KINDS[kind].objects.visible_to(request.user).with_names(), pk=item)


def item_page(request, kind, item, form, status=200):
    can_read = item.post_id and Post.objects.visible_to(request.user).filter(pk=item.post_id).exists()
    return page(
        request,
        "safety/desk/show.html",
        status=status,
        kind=kind,
        item=item,
        form=form,
        holder=holders_of([item], request).get(item.pk, ""),
        is_mine=item.is_held_by(request.user, request.now),
        level_form=LevelForm(initial={"level": item.level}) if kind == "concerns" else None,
        conversation=reverse("conversations:threads.show", args=[item.thread_id]) if can_read else "",
        now=request.now,
    )


def holders_of(items: list, request) -> dict[int, str]:
    """Who has each thing in hand, by the name they go by where it happened; for everything else one query."""
    held = [item for item in items if item.is_held_at(request.now)]
    names = {}
    if any(item.claimed_by_id != request.user.pk for item in held):
        there = Membership.objects.current().filter(
            person__in={item.claimed_by_id for item in held},
            group__in={item.group_id for item in held if item.group_id},
        )
        names = {(person, group): name for person, group, name in there.values_list("person", "group", "name")}
    return {
        item.pk: _("You have this")
        if item.claimed_by_id == request.user.pk
        else _("%(name)s has this") % {"name": names.get((item.claimed_by_id, item.group_id)) or _("A responder")}
        for item in held
    }


def streams_of(person) -> str:
    """What the page listens to: the house's desk for responders, the desks of the groups the person looks after."""
    groups = Membership.objects.in_the_chair_of(person).values_list("group", flat=True)
    return " ".join(f"desk:{key(id)}" for id in [*([HOUSE] if responds(person) else []), *groups])
