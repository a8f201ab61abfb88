from django.urls import reverse

from hearth.base.http import ANYONE, open_to, page, see_other
from hearth.home.queries import finding


@open_to(ANYONE)
def show(request):
    """The front door: help first, then what this place is and who meets this week."""
    if request.user.is_authenticated:
        return see_other(reverse("home:today.show"))
    return page(request, "home/welcome/show.html", week=finding.this_week(request.now))
