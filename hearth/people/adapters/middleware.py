"""Who is asking, in which language, zone and size."""

from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import DatabaseError
from django.template.response import TemplateResponse
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from hearth.base import clock
from hearth.people.actions import accounts
from hearth.people.adapters import sessions

ZONES = frozenset(available_timezones())
# Says only that: neither who was here nor that anybody was.
BORROWED = "hearth-borrowed"


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's sessions; one in use is written again only when its time runs down, never at every page."""

    def process_response(self, request, response):
        session = request.session
        if session.is_due():
            session.modified = True
        if settings.SESSION_COOKIE_NAME in request.COOKIES and session.is_empty():
            # Signed out here: what the browser kept of these pages goes too, for whoever holds the device next.
            response.headers.setdefault("Clear-Site-Data", '"cache", "storage"')
        self.say_whose_device(request, response)
        return super().process_response(request, response)

    @staticmethod
    def say_whose_device(request, response) -> None:
        """Until the browser closes, pages that do not ask who reads them know that this device is somebody else's."""
        session = request.session
        if session.row is None or SESSION_KEY not in session:
            return
        borrowed = bool(session.get("borrowed"))
        if borrowed and BORROWED not in request.COOKIES:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(BORROWED, "yes", httponly=True, samesite="Lax", secure=secure)
            # What was kept while it passed for one's own goes at once, the copy of the help pages too.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        elif not borrowed and BORROWED in request.COOKIES:
            response.delete_cookie(BORROWED, samesite="Lax")


class PersonMiddleware:
    """Puts the person on the request, out of the one query that reads the session. Asked for only when needed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = SimpleLazyObject(lambda: self.person_of(request))
        return self.get_response(request)

    @staticmethod
    def person_of(request):
        try:
            person = sessions.person_of(request.session, settings.AUTHENTICATION_BACKENDS)
        except DatabaseError:
            if resolve(request.path_info).func.__dict__.get("needs_rows", True):
                raise
            # Help now, above all: better without a name than not at all. Without the cookie this request signs
            # nobody out; with the database back, the next one knows them again.
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
            request.session = sessions.SessionStore()
            return AnonymousUser()
        if person is None:
            if SESSION_KEY in request.session:
                request.session.flush()
            return AnonymousUser()
        return person


class ReaderMiddleware:
    """Puts the reader's language and time zone in force for this request, and notes the day of a visit once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if person is not None and person.is_authenticated:
            language, zone = person.language, person.tzinfo
            today = clock.now().astimezone(zone).date()
            if person.seen_on is None or person.seen_on < today:
                accounts.note_visit(person=person, on=today, by=person)
        else:
            person = None
            language, zone = translation.get_language_from_request(request), visitor_zone(request)
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            if person is not None:
                # Also pages of libraries: none may be shown from a cache to the next person at this device.
                response.headers.setdefault("Cache-Control", "no-store, private")
            return response

    def process_template_response(self, request, response: TemplateResponse):
        """Library pages answer 200 to a form they could not take; every page of the house says 422."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and getattr(form, "errors", None):
            response.status_code = 422
        return response


def visitor_zone(request):
    """The zone a visitor chose (a cookie that names only a zone), else the house's own."""
    name = request.COOKIES.get("hearth-zone", "")
    return ZoneInfo(name if name in ZONES else settings.TIME_ZONE)
