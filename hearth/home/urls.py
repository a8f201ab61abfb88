from django.urls import path, re_path

from hearth.home.views import about, choosing, directory, exits, group, shell, today, welcome

app_name = "home"
urlpatterns = [
    path("", welcome.show, name="welcome.show"),
    path("today/", today.show, name="today.show"),
    path("groups/", directory.index, name="directory.index"),
    path("groups/choose/", choosing.show, name="choosing.show"),
    path("groups/<key:group>/", group.show, name="group.show"),
    re_path(r"^about/(?P<slug>safety|privacy|accessibility)/$", about.show, name="about.show"),
    path("manifest.webmanifest", shell.manifest, name="shell.manifest"),
    path("sw.js", shell.worker, name="shell.worker"),
    path("offline/", shell.offline, name="shell.offline"),
    path("exit/", exits.create, name="quick_exit"),
]
