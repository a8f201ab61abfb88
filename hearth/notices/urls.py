from django.urls import path, re_path

from hearth.notices.views import bell, choices, notices, push, stop

app_name = "notices"
urlpatterns = [
    path("n/<key:notice>/", notices.show, name="notices.show"),
    path("notices/", bell.index, name="bell.index"),
    path("notices/seen/", bell.see, name="bell.see"),
    path("notices/choices/", choices.edit, name="choices.edit"),
    path("notices/push/", push.create, name="push.create"),
    path("notices/push/here/", push.destroy_here, name="push.destroy_here"),
    path("notices/push/try/", push.try_out, name="push.try_out"),
    path("notices/push/<key:subscription>/", push.destroy, name="push.destroy"),
    re_path(r"^notices/stop/(?P<token>[0-9A-Za-z~_-]{1,120})/$", stop.edit, name="stop.edit"),
]
