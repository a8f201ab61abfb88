"""Error pages: kind, without detail, always with crisis help in reach."""

from django.conf import settings
from django.http import HttpResponse
from django.template import loader

from hearth.base.http import page, typed_words, wants_piece


def bad_request(request, exception=None):
    return page(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return page(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return page(request, "errors/404.html", status=404)


def stale_form(request, reason=""):
    """A form that has waited too long: nothing was sent, and the words are given back."""
    return page(request, "errors/stale_form.html", status=403, kept=typed_words(request), back=request.path)


def broken(request):
    """Something failed here. Touches neither database nor session, which may be what failed."""
    if wants_piece(request):
        return HttpResponse(status=500)
    template = loader.get_template("errors/500.html").template
    return HttpResponse(template.render({"request": None, "me": None, "csrf": "", "house": settings.HOUSE}), status=500)
