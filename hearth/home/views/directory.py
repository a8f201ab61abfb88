from datetime import timedelta

from django.template import loader
from django.utils import timezone, translation
from markupsafe import Markup

from hearth.base import fragments
from hearth.base.http import ANYONE, open_to, page
from hearth.home.forms import LONGEST_SEARCH, Search
from hearth.home.queries import finding
from hearth.home.queries.finding import Listing

# "Tonight" gets the lamp: a person will be there within hours.
SOON = timedelta(hours=12)


@open_to(ANYONE, "GET", "POST")
def index(request):
    """The public list. Words to search by come by POST: a history list must not say what somebody lives with."""
    search = Search.read(request.GET, **finding.known_choices(request.now))
    typed = request.POST.get("words", "")[:LONGEST_SEARCH]
    if typed:
        search.understand(typed)
    after = request.GET.get("after", "")
    found = finding.directory(search, request.now, after=after)
    shown = {"search": search, "found": found, "strips": strips(found.listings, request.now), "typed": typed}
    return page(request, "home/directory/index.html", first_page=not after, **shown)


def strips(listings: list[Listing], now) -> list[Markup]:
    """The strips of the list as they stand in the page, each drawn once for everybody who would see the same.

    A strip is remembered by everything it says, in whose language, zone and day: a listing that changes is another
    one, and one that is hidden is asked for by nobody.
    """
    template = loader.get_template("home/directory/_listing.html").template
    reader = (translation.get_language(), timezone.get_current_timezone_name(), timezone.localtime(now).date())

    def strip(listing: Listing) -> Markup:
        soon = bool(listing.next_starts_at) and listing.next_starts_at - now < SOON
        form = (listing, soon, *reader)
        drawn = fragments.kept(("strip", listing.pk), form, lambda: template.render(listing=listing, soon=soon))
        return Markup(drawn)  # house: our own template  # noqa: S704

    return [strip(listing) for listing in listings]
