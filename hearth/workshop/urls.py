from django.urls import path

app_name = "workshop"
urlpatterns: list[path] = []
