from datetime import timedelta

from django.urls import reverse

from hearth.base import clock
from hearth.base.http import DEVELOPERS, answer, open_to, page
from hearth.workshop.forms import ClockForm


@open_to(DEVELOPERS, "GET", "POST")
def edit(request):
    """Look at tomorrow: set how far this process runs ahead of the wall clock."""
    form = ClockForm(request.POST or None)
    if request.method != "POST":
        return page(request, "workshop/clock/edit.html", form=form, ahead=clock.ahead())
    if not form.is_valid():
        return page(request, "workshop/clock/edit.html", status=422, form=form, ahead=clock.ahead())
    clock.move(form.ahead() or timedelta())
    return answer(request, to=reverse("workshop:clock.edit"))
