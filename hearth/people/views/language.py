from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

from hearth.base.http import ANYONE, open_to, page, see_other
from hearth.people.actions import accounts


@open_to(ANYONE, "GET", "POST")
def edit(request):
    """Choose the language: for one's account, or for this browser when signed out."""
    if request.method != "POST":
        return page(request, "people/language/edit.html", languages=settings.LANGUAGES)
    code = request.POST.get("language", "")
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = "/"
    response = see_other(onward)
    if code in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            accounts.change_settings(person=request.user, changes={"language": code}, by=request.user)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
