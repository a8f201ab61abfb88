from hearth.base.http import SIGNED_IN, open_to, page
from hearth.home.queries import today


@open_to(SIGNED_IN)
def show(request):
    """What matters to one person today, with an end. Whoever was away finds one quiet screen first."""
    person, everything = request.user, "all" in request.GET
    if today.days_away(person, request.now) >= today.AWAY and not everything:
        return page(request, "home/today/returning.html", **today.returning(person, request.now))
    template = "one_thing" if person.low_energy and not everything else "show"
    return page(request, f"home/today/{template}.html", **today.today(person, request.now))
