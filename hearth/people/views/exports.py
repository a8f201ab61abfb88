import json

from django.http import HttpResponse

from hearth.base import privacy
from hearth.base.http import SIGNED_IN, open_to, page, rendered
from hearth.people.adapters.stepup import ask_again


@open_to(SIGNED_IN)
def index(request):
    return page(request, "people/exports/index.html")


@open_to(SIGNED_IN, "GET", "POST")
@ask_again
def create(request, form):
    """Everything of mine, as a file: `json` for machines, `html` to read."""
    if request.method != "POST":
        return page(request, "people/exports/create.html", form=form)
    sections = privacy.export_of(request.user)
    if form == "json":
        content, kind = json.dumps(sections, ensure_ascii=False, indent=1, default=str), "application/json"
    else:
        content, kind = rendered(request, "people/exports/everything.html", sections=sections), "text/html"
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    # A name that says nothing to whoever looks over the shoulder at a download list.
    response["Content-Disposition"] = f'attachment; filename="my-things.{form}"'
    response["Cache-Control"] = "no-store, private"
    return response
