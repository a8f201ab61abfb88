from django.conf import settings
from django.http import Http404
from markdown_it import MarkdownIt
from markupsafe import Markup

from hearth.base.http import DEVELOPERS, open_to, page

MAPS = {"permissions": "permission-map.md", "events": "event-map.md", "privacy": "privacy-map.md"}


@open_to(DEVELOPERS)
def show(request, name):
    """A map of the house, as its rules wrote it; 404 while it is not written."""
    path = settings.ROOT / "docs" / MAPS.get(name, "")
    if name not in MAPS or not path.is_file():
        raise Http404
    words = MarkdownIt("commonmark", {"html": False}).enable("table").render(path.read_text())
    return page(request, "workshop/maps/show.html", name=name, words=Markup(words))  # noqa: S704  # house: our own documents
