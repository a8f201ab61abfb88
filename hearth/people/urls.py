from django.urls import path, re_path

from hearth.people.views import (
    arrival,
    exports,
    house_roles,
    language,
    leaving,
    preferences,
    second_factor,
    sessions,
    ways_back,
)

app_name = "people"
urlpatterns = [
    path("", preferences.index, name="preferences.index"),
    path("arrival/", arrival.show, name="arrival.show"),
    re_path(r"^preferences/(?P<part>look|quiet|name|exit)/$", preferences.edit, name="preferences.edit"),
    path("devices/", sessions.index, name="sessions.index"),
    path("devices/others/", sessions.destroy_others, name="sessions.destroy_others"),
    path("devices/borrowed/", sessions.borrow, name="sessions.borrow"),
    re_path(r"^devices/(?P<handle>[0-9a-f]{16})/$", sessions.destroy, name="sessions.destroy"),
    path("second-step/", second_factor.show, name="second_factor.show"),
    path("house/", house_roles.edit, name="house_roles.edit"),
    path("four-words/", ways_back.create, name="ways_back.create"),
    path("way-back/", ways_back.edit, name="ways_back.edit"),
    path("way-back/done/", ways_back.done, name="ways_back.done"),
    path("export/", exports.index, name="exports.index"),
    re_path(r"^export/(?P<form>json|html)/$", exports.create, name="exports.create"),
    path("leaving/", leaving.show, name="leaving.show"),
    path("leaving/erase/", leaving.edit, name="leaving.edit"),
    path("leaving/done/", leaving.done, name="leaving.done"),
    path("language/", language.edit, name="language.edit"),
]
