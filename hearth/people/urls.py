from django.urls import path, re_path

from hearth.people.views import arrival, exports, language, leaving, preferences, sessions

app_name = "people"
urlpatterns = [
    path("arrival/", arrival.show, name="arrival.show"),
    path("", preferences.index, name="preferences.index"),
    re_path(r"^preferences/(?P<part>look|quiet|name)/$", preferences.edit, name="preferences.edit"),
    path("devices/", sessions.index, name="sessions.index"),
    path("devices/others/", sessions.destroy_others, name="sessions.destroy_others"),
    path("devices/borrowed/", sessions.borrow, name="sessions.borrow"),
    path("devices/<slug:handle>/", sessions.destroy, name="sessions.destroy"),
    path("export/", exports.index, name="exports.index"),
    re_path(r"^export/(?P<form>json|html)/$", exports.create, name="exports.create"),
    path("leaving/", leaving.show, name="leaving.show"),
    path("leaving/erase/", leaving.edit, name="leaving.edit"),
    path("leaving/done/", leaving.done, name="leaving.done"),
    path("language/", language.edit, name="language.edit"),
]
