from hearth.base.http import ANYONE, open_to, page
from hearth.home.forms import LONGEST_SEARCH, Search
from hearth.home.queries import finding


@open_to(ANYONE, "GET", "POST")
def index(request):
    """The public list. Words to search by come by POST: a history list must not say what somebody lives with."""
    search = Search.read(request.GET, **finding.known_choices(request.now))
    typed = request.POST.get("words", "")[:LONGEST_SEARCH]
    if typed:
        search.understand(typed)
    after = request.GET.get("after", "")
    found = finding.directory(search, request.now, after=after)
    return page(request, "home/directory/index.html", search=search, found=found, typed=typed, first_page=not after)
