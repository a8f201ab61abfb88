from django.http import Http404

from hearth.base.http import DEVELOPERS, open_to, page
from hearth.workshop.forms import ExampleForm
from hearth.workshop.queries import examples

LOOKS = {"theme": {"light", "dark"}, "size": {"large", "larger"}, "energy": {"low"}}


@open_to(DEVELOPERS)
def index(request):
    """Every component in every state, on one page."""
    return page(request, "workshop/gallery/index.html", shown=examples(), **_given(request))


@open_to(DEVELOPERS)
def show(request, name):
    """One component in every state."""
    if name not in examples():
        raise Http404
    return page(request, "workshop/gallery/index.html", shown=[name], **_given(request))


def _given(request) -> dict:
    """The look asked for in the address (unknown words are no look), and forms for the fields to draw."""
    look = {name: request.GET[name] for name, known in LOOKS.items() if request.GET.get(name) in known}
    refused = ExampleForm({"title": "", "told": "on", "spaces": ""}, auto_id="refused_%s")
    refused.is_valid()
    return {"look": look, "names_of_all": examples(), "form": ExampleForm(auto_id="fresh_%s"), "refused": refused}
