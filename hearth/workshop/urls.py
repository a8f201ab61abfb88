from django.urls import path

from hearth.workshop.views import cast, clock, gallery, letters, maps

app_name = "workshop"
urlpatterns = [
    path("", cast.index, name="cast.index"),
    path("people/<key:person>/", cast.become, name="cast.become"),
    path("gallery/", gallery.index, name="gallery.index"),
    path("gallery/<slug:name>/", gallery.show, name="gallery.show"),
    path("letters/", letters.index, name="letters.index"),
    path("clock/", clock.edit, name="clock.edit"),
    path("maps/<slug:name>/", maps.show, name="maps.show"),
]
