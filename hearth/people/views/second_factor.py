from django.utils.http import url_has_allowed_host_and_scheme

from hearth.base.http import SIGNED_IN, open_to, page
from hearth.people.permissions import second_factor_of


@open_to(SIGNED_IN)
def show(request):
    """Why whoever looks after others signs in with a second step, and how to set one up."""
    onward = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = ""
    return page(request, "people/second_factor/show.html", ready=second_factor_of(request.user), onward=onward)
