from django.contrib.auth import logout
from django.urls import reverse

from hearth.base.http import ANYONE, SIGNED_IN, open_to, page, see_other
from hearth.people.actions import accounts
from hearth.people.adapters.stepup import ask_again
from hearth.people.forms import ErasureForm


@open_to(SIGNED_IN)
def show(request):
    """Step one: what leaving means, and smaller steps that may be enough."""
    return page(request, "people/leaving/show.html")


@open_to(SIGNED_IN, "GET", "POST")
@ask_again
def edit(request):
    """Steps two and three: what happens to my words, and the word that does it."""
    if request.method != "POST":
        return page(request, "people/leaving/edit.html", form=ErasureForm())
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return page(request, "people/leaving/edit.html", status=422, form=form)
    person = request.user
    accounts.erase(person=person, keep_words=form.cleaned_data["words"] == "leave", by=person)
    logout(request)
    response = see_other(reverse("people:leaving.done"))
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@open_to(ANYONE)
def done(request):
    return page(request, "people/leaving/done.html")
