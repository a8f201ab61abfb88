from hearth.base.http import ANYONE, open_to, page
from hearth.home.queries import house


@open_to(ANYONE)
def show(request, slug):
    """How the house is kept, in plain words; the table of data is read from what each room promises."""
    given = {"promises": house.promised()} if slug == "privacy" else {}
    return page(request, f"home/about/{slug}.html", **given)
