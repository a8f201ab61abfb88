"""The table of contents of the site."""

from django.conf import settings
from django.urls import include, path

from hearth.base import ids  # noqa: F401 – registers <key:…>

urlpatterns = [
    # Before the pages of home: there a group's key stands where fixed words stand here.
    path("groups/", include("hearth.groups.urls")),
    path("", include("hearth.home.urls")),
    path("", include("hearth.safety.urls")),
    path("account/", include("hearth.people.urls")),
    path("account/", include("allauth.urls")),
    path("", include("hearth.conversations.urls")),
    path("", include("hearth.meetings.urls")),
    path("", include("hearth.notices.urls")),
]
if settings.WORKSHOP:
    urlpatterns.append(path("workshop/", include("hearth.workshop.urls")))

handler400 = "hearth.home.views.errors.bad_request"
handler403 = "hearth.home.views.errors.forbidden"
handler404 = "hearth.home.views.errors.not_found"
handler500 = "hearth.home.views.errors.broken"
