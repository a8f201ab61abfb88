from django.urls import NoReverseMatch, reverse

from hearth.base.http import SIGNED_IN, answer, open_to, page
from hearth.people.actions import accounts
from hearth.people.forms import ExitForm, NameForm, PreferencesForm, QuietForm
from hearth.people.models import Person
from hearth.people.permissions import second_factor_of

FORMS = {"look": PreferencesForm, "quiet": QuietForm, "name": NameForm, "exit": ExitForm}


@open_to(SIGNED_IN)
def index(request):
    return page(
        request,
        "people/preferences/index.html",
        second_factor=second_factor_of(request.user),
        notes=_address("conversations:notes.edit"),
    )


@open_to(SIGNED_IN, "GET", "POST")
def edit(request, part):
    """One part of the settings: how it looks, when it may speak up, what one is called, what quick exit does."""
    form_class = FORMS[part]
    if request.method != "POST":
        saved = "saved" in request.GET
        return page(request, f"people/preferences/{part}.html", form=form_class(instance=request.user), saved=saved)
    # A copy, so that a refused value never shows as this person's name or theme on the page that says so.
    form = form_class(request.POST, instance=Person.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return page(request, f"people/preferences/{part}.html", status=422, form=form, saved=False)
    accounts.change_settings(person=request.user, changes=form.cleaned_data, by=request.user)
    return answer(request, to=reverse("people:preferences.edit", args=[part]) + "?saved=1")


def _address(name: str) -> str:
    """The address of a page of a room further up; empty in a house that has no such room."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
