"""How a door opens: who it is open to, how a page is answered, how a refusal is spoken."""

import functools
from enum import Enum

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hearth.base import clock, fragments


class Refusal(Exception):
    """Something that cannot be done now, for a reason a person can be told.

    Subclasses stand beside the action that raises them and carry `sentence`.
    """

    status = 409
    sentence = _("That can’t be done just now.")

    def __init__(self, sentence=None, **about):
        super().__init__()
        if sentence is not None:
            self.sentence = sentence
        self.about = about

    def __str__(self) -> str:
        return str(self.sentence)


class Open(Enum):
    """Whom a route lets through the first door; what is behind it is decided by `visible_to` and `require`."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    STEWARDS = "stewards"
    RESPONDERS = "responders"
    DEVELOPERS = "developers"


ANYONE, SIGNED_IN, STEWARDS, RESPONDERS, DEVELOPERS = Open


def open_to(whom: Open, *methods: str, rows: bool = True):
    """Declare who may come through a route, and by which methods (GET when none is named).

    A route without this declaration fails the suite. Signed-out people are taken to sign in with what they
    typed kept; anyone else who may not pass is told the page does not exist.

    `rows=False`: the page must answer even when the database does not; who is asking is then left aside.
    """
    allowed = set(methods or ("GET",))
    if "GET" in allowed:
        allowed.add("HEAD")

    def door(view):
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if whom is not ANYONE and whom is not DEVELOPERS:
                if not request.user.is_authenticated:
                    return to_sign_in(request)
                if whom is STEWARDS and request.user.house_role != "steward":
                    raise Http404
                if whom is RESPONDERS and request.user.house_role not in {"responder", "steward"}:
                    raise Http404
            if whom is DEVELOPERS and not settings.WORKSHOP:
                raise Http404
            response = view(request, *args, **kwargs)
            if request.user.is_authenticated and not response.has_header("Cache-Control"):
                # A page of one person must never be shown from a cache to the next person at this device.
                response["Cache-Control"] = "no-store, private"
            return response

        guarded.open_to = whom
        guarded.needs_rows = rows
        guarded.methods = frozenset(allowed)
        return guarded

    return door


def to_sign_in(request):
    """Send a signed-out person to sign in; words in an unsent form are shown back to them first."""
    if wants_piece(request):
        response = HttpResponse(status=401)
        response["X-Go"] = redirect(settings.LOGIN_URL).url
        return response
    if request.method == "POST":
        return page(request, "errors/signed_out.html", status=401, kept=typed_words(request), next=request.path)
    from django.contrib.auth.views import redirect_to_login  # house: imported late, it needs the loaded apps

    return redirect_to_login(request.get_full_path())


def typed_words(request) -> list[tuple[str, str]]:
    """What a person wrote into a form that could not be taken, so that it can be given back to them.

    Nothing of a form that holds a passphrase: beside it stand other keys, and the page may be read over a shoulder.
    """
    if any("password" in name or "passphrase" in name for name in request.POST):
        return []
    return [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken" and len(value) > 12]


def wants_piece(request) -> bool:
    """Whether a script on the page asks for the changed piece alone (`<in-place>`, `<live-region>`)."""
    return request.headers.get("X-Piece") == "1"


def context_of(request, given: dict) -> dict:
    """What every template may use beside its own values."""
    token = get_token(request)
    user = getattr(request, "user", None)
    return {
        "request": request,
        "me": user if user is not None and user.is_authenticated else None,
        # Masked once per page: masking at every form costs time and a quarter of the compressed bytes.
        "csrf": format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token),
        "csrf_token": token,
        **given,
    }


def shared(request) -> dict:
    """Context processor, for pages whose views are a library's and whose templates are ours."""
    return context_of(request, {})


def rendered(request, template: str, **given) -> str:
    """Render one of our templates with the shared context.

    Its forms get their hidden input when all is drawn, so that pieces of the page may come from memory.
    """
    context = context_of(request, given)
    own, context["csrf"] = context["csrf"], fragments.CSRF
    return loader.get_template(template).template.render(context).replace(fragments.CSRF, own)


def page(request, template: str, /, *, status: int = 200, **given) -> HttpResponse:
    """Answer with a whole page (or a piece, for a fragment template)."""
    response = HttpResponse(rendered(request, template, **given), status=status)
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


def answer(request, *, to: str, piece: str | None = None, status: int = 200, **given) -> HttpResponse:
    """Answer a deed: the changed piece when a script asked for it, otherwise a redirect so that reloading repeats nothing."""
    if piece and wants_piece(request):
        return page(request, piece, status=status, **given)
    if wants_piece(request):
        response = HttpResponse(status=204)
        response["X-Go"] = to
        return response
    return see_other(to)


def see_other(to: str) -> HttpResponse:
    """Redirect with 303, so that the browser asks for the page instead of repeating the form."""
    response = HttpResponseRedirect(to)
    response.status_code = 303
    return response


def found(queryset, **lookup):
    """Return the one thing, or 404: what may not be seen does not exist."""
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None


class RefusalMiddleware:
    """Turns an anticipated refusal into a kind sentence. Everything else stays an error, reported without words."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.now = clock.now()
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refusal):
            return None
        kept = typed_words(request)
        template = "errors/_refused.html" if wants_piece(request) else "errors/refused.html"
        return page(request, template, status=exception.status, refusal=exception, kept=kept)
