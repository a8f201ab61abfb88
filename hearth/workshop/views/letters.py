from hearth.base.http import DEVELOPERS, open_to, page
from hearth.workshop.queries import newest_letters


@open_to(DEVELOPERS)
def index(request):
    """What the house has written, or would write if a mail server were there, newest first."""
    return page(request, "workshop/letters/index.html", letters=newest_letters())
