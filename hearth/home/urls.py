from django.urls import path

from hearth.home.views import exits

app_name = "home"
urlpatterns = [
    path("exit/", exits.create, name="quick_exit"),
]
