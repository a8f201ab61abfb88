"""Who is asking, in which language, zone and size."""

from zoneinfo import ZoneInfo, available_timezones

from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.conf import settings
from django.utils import timezone, translation

ZONES = frozenset(available_timezones())

SessionMiddleware = DjangoSessionMiddleware


class ReaderMiddleware:
    """Puts the reader's language and time zone in force for this request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if person is not None and person.is_authenticated:
            language, zone = person.language, person.tzinfo
        else:
            language, zone = translation.get_language_from_request(request), visitor_zone(request)
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response


def visitor_zone(request):
    """The zone a visitor chose (a cookie that names only a zone), else the house's own."""
    name = request.COOKIES.get("hearth-zone", "")
    return ZoneInfo(name if name in ZONES else settings.TIME_ZONE)
