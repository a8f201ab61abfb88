from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from hearth.base.http import ANYONE, open_to, page, see_other
from hearth.people.forms import VisitorForm

COOKIES = {
    "language": settings.LANGUAGE_COOKIE_NAME,
    "zone": "hearth-zone",
    "text_size": "hearth-size",
    "theme": "hearth-theme",
}


@open_to(ANYONE, "GET", "POST")
def edit(request):
    """How the house looks in this browser, for someone who is not signed in; others have their own settings."""
    if request.user.is_authenticated:
        return see_other(reverse("people:preferences.edit", args=["look"]))
    onward = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = ""
    if request.method != "POST":
        return page(request, "people/language/edit.html", form=VisitorForm(initial=_now(request)), onward=onward)
    form = VisitorForm(request.POST)
    if not form.is_valid():
        return page(request, "people/language/edit.html", status=422, form=form, onward=onward)
    return keep(see_other(onward or request.path), form.cleaned_data)


def _now(request) -> dict:
    return {
        "language": translation.get_language(),
        "zone": timezone.get_current_timezone_name(),
        "text_size": request.COOKIES.get(COOKIES["text_size"], ""),
        "theme": request.COOKIES.get(COOKIES["theme"], ""),
    }


def keep(response, chosen: dict):
    """Keep what was chosen in the browser; what is as it comes needs no cookie."""
    for name, cookie in COOKIES.items():
        if chosen[name]:
            response.set_cookie(
                cookie,
                chosen[name],
                max_age=365 * 86400,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        else:
            response.delete_cookie(cookie, samesite="Lax")
    return response
