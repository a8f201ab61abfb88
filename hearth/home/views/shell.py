"""What makes the house an app on a phone: its manifest, its worker, and the page shown without a line."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext

from hearth.base.http import ANYONE, open_to, page
from hearth.home.queries import house
from hearth.people.adapters.middleware import BORROWED
from hearth.ui.environment import static


@cache
def source() -> str:
    return (Path(__file__).parent.parent / "static" / "home" / "js" / "worker.js").read_text()


@open_to(ANYONE)
def manifest(request):
    """The name and picture on the home screen. `?plain` gives ones that say nothing about this house."""
    plain = "plain" in request.GET
    name = gettext("Notes") if plain else settings.HOUSE["name"]
    told = {
        "name": name,
        "short_name": name,
        "id": "/",
        "start_url": reverse("home:welcome.show"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f2ea",
        "theme_color": "#f4f2ea",
        "icons": icons("plain" if plain else "mark"),
        "shortcuts": [{"name": gettext("Help now"), "url": reverse("safety:crisis.show")}],
    }
    response = JsonResponse(told, content_type="application/manifest+json")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def icons(picture: str) -> list[dict]:
    """Each with air around it, so that a phone may cut it round."""
    drawn = [
        {
            "src": static(f"ui/icons/{picture}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    line = {"src": static("ui/icons/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return drawn if picture == "plain" else [*drawn, line]


@open_to(ANYONE)
def worker(request):
    """The service worker: keeps help on the device, and nothing that belongs to a person.

    On a borrowed device it gives back what is kept and takes itself away.
    """
    borrowed = BORROWED in request.COOKIES or bool(request.session.get("borrowed"))
    script = f"const KEPT = {json.dumps(house.kept_offline())};\nconst BORROWED = {json.dumps(borrowed)};\n{source()}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    # The browser must see a new worker at once: an old crisis page is worse than none.
    response["Cache-Control"] = "no-cache, private"
    return response


@open_to(ANYONE)
def offline(request):
    return page(request, "home/shell/offline.html")
