from django.conf import settings
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from hearth.base.http import SIGNED_IN, open_to, page


@open_to(SIGNED_IN)
def show(request):
    """Right after signing up: the sign-in name to write down, then on to where one was going."""
    onward = request.session.get("onward", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = resolve_url(settings.LOGIN_REDIRECT_URL)
    return page(request, "people/arrival/show.html", onward=onward)
