from django.conf import settings
from django.contrib.auth import logout

from hearth.base.http import ANYONE, open_to, see_other


@open_to(ANYONE, "POST")
def create(request):
    """Leave at once for a neutral site; the browser forgets this one's pages."""
    if request.user.is_authenticated and request.user.exit_signs_out:
        logout(request)
    response = see_other(settings.HOUSE["exit_to"])
    response["Clear-Site-Data"] = '"cache"'
    response["Cache-Control"] = "no-store"
    return response
