from allauth.core import ratelimit
from django.urls import reverse

from hearth.base.http import ANYONE, SIGNED_IN, open_to, page, see_other
from hearth.base.permissions import HEARTH
from hearth.people.actions import ways_back
from hearth.people.adapters.stepup import ask_again
from hearth.people.forms import WayBackForm


@open_to(SIGNED_IN, "GET", "POST")
@ask_again
def create(request):
    """Four new words, shown once, in answer to the asking: they stand in no address, no cookie and no table."""
    if request.method != "POST":
        return page(request, "people/ways_back/create.html", words="")
    words = ways_back.renew(person=request.user, by=request.user)
    response = page(request, "people/ways_back/create.html", words=words)
    response["Cache-Control"] = "no-store, private"
    return response


@open_to(ANYONE, "GET", "POST")
def edit(request):
    """Back in with four words: the same answer, after the same time, whether the name or the words were wrong."""
    if request.method != "POST":
        return page(request, "people/ways_back/edit.html", form=WayBackForm())
    form = WayBackForm(request.POST)
    if not form.is_valid():
        return page(request, "people/ways_back/edit.html", status=422, form=form)
    name = form.cleaned_data["sign_in_name"]
    if slower := ratelimit.consume_or_429(request, action="way_back", key=name.strip().lower()):
        return slower
    try:
        person = ways_back.open_for(name, form.cleaned_data["words"])
    except ways_back.NotTheWords as refused:
        form.add_error("words", str(refused))
        return page(request, "people/ways_back/edit.html", status=refused.status, form=form)
    ways_back.come_back(person=person, passphrase=form.cleaned_data["passphrase"], by=HEARTH)
    return see_other(reverse("people:ways_back.done"))


@open_to(ANYONE)
def done(request):
    return page(request, "people/ways_back/done.html")
