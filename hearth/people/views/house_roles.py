from urllib.parse import urlencode

from django.urls import reverse

from hearth.base.http import STEWARDS, Refusal, answer, open_to, page
from hearth.people.actions import house_roles
from hearth.people.forms import HouseRoleForm
from hearth.people.models import Person
from hearth.people.permissions import second_factor_of


@open_to(STEWARDS, "GET", "POST")
def edit(request):
    """Who answers for the house and who keeps it. Nobody else with an account is named here."""
    here = reverse("people:house_roles.edit")
    if not second_factor_of(request.user):
        return answer(request, to=f"{reverse('people:second_factor.show')}?{urlencode({'next': here})}")
    form = HouseRoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            house_roles.give(person=form.person, role=form.cleaned_data["role"], by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return shown(request, form, status=refusal.status)
        # Whoever has just stood down finds this page closed.
        still = form.person.pk != request.user.pk or form.cleaned_data["role"] == Person.HouseRole.STEWARD
        return answer(request, to=f"{here}?saved=1" if still else reverse("people:preferences.index"))
    return shown(request, form, status=422 if request.method == "POST" else 200)


def shown(request, form: HouseRoleForm, status: int):
    return page(
        request,
        "people/house_roles/edit.html",
        status=status,
        form=form,
        keepers=Person.objects.responders().order_by("-house_role", "sign_in_name"),
        saved="saved" in request.GET,
    )
