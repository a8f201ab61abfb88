"""“I’m worried about someone”, and “I need someone now”."""

from django.http import Http404
from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.base.permissions import require
from hearth.conversations.models import Post
from hearth.groups.models import Group, Membership
from hearth.people.models import Person
from hearth.safety.actions import concerns
from hearth.safety.forms import ConcernForm, SelfForm, chosen_key
from hearth.safety.models import Concern
from hearth.safety.permissions import Can
from hearth.safety.views.crisis import help_for


def about_whom(request, data):
    """The post or member pointed at, as far as the one who points may see them; None for nobody in particular."""
    try:
        post, member = chosen_key(data, "post"), chosen_key(data, "member")
    except ValueError:
        raise Http404 from None
    if post:
        posts = Post.objects.visible_to(request.user).standing().select_related("author", "group", "thread")
        return found(posts, pk=post)
    if member:
        return found(Membership.objects.visible_to(request.user).select_related("group"), pk=member)
    return None


@open_to(SIGNED_IN)
def new(request):
    about = about_whom(request, request.GET)
    require(request.user, Can.RAISE_CONCERN, about)
    return page(request, "safety/concerns/new.html", form=ConcernForm(), about=about, **named(about))


@open_to(SIGNED_IN, "POST")
def create(request):
    about = about_whom(request, request.POST)
    form = ConcernForm(request.POST)
    if not form.is_valid():
        return page(request, "safety/concerns/new.html", status=422, form=form, about=about, **named(about))
    concern = concerns.raise_about(
        about=about,
        words=form.cleaned_data["words"],
        level=form.cleaned_data["level"],
        by=request.user,
        now=request.now,
    )
    return answer(request, to=reverse("safety:concerns.show", args=[concern.pk]))


@open_to(SIGNED_IN)
def show(request, concern):
    """What the one who raised it sees: thanks, what to do meanwhile, what happens next, and in the end the answer."""
    raised = Concern.objects.raised_by_person(request.user).select_related("group", "thread", "post")
    concern = found(raised, pk=concern)
    visible = concern.thread_id and Post.objects.visible_to(request.user).filter(thread=concern.thread_id).exists()
    return page(
        request,
        "safety/concerns/show.html",
        concern=concern,
        is_held=concern.is_held_at(request.now),
        is_late=concern.answered_at is None and concern.due_at < request.now,
        back=reverse("conversations:threads.show", args=[concern.thread_id]) if visible else "",
        **help_for(request),
    )


@open_to(SIGNED_IN, "GET", "POST")
def ask(request):
    """Ask for someone for oneself. Nobody second-guesses it."""
    form = self_form(request.user, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "safety/concerns/ask.html", form=form, **help_for(request))
    if not form.is_valid():
        return page(request, "safety/concerns/ask.html", status=422, form=form, **help_for(request))
    concern = concerns.ask_for_oneself(
        group=form.cleaned_data["group"], words=form.cleaned_data["words"], by=request.user, now=request.now
    )
    return answer(request, to=reverse("safety:concerns.show", args=[concern.pk]))


def self_form(person, data=None) -> SelfForm:
    """The form with those who could really come: groups someone else looks after, and the house if anybody answers."""
    others = Membership.objects.current().looking_after().exclude(person=person.pk)
    groups = Group.objects.of(person).filter(pk__in=others.values("group")).order_by("name")
    house = Person.objects.responders().exclude(pk=person.pk).exists()
    return SelfForm(data, groups=groups, house=house)


def named(about) -> dict:
    """What to call the one a worry is about: never by a name they did not sign with."""
    if isinstance(about, Post):
        hidden = about.anonymous or (about.thread.anonymous and about.author_id == about.thread.author_id)
        return {"post": about, "member": None, "name": "" if hidden else about.author.name}
    if about is not None:
        return {"post": None, "member": about, "name": about.name}
    return {"post": None, "member": None, "name": ""}
