from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "hearth.screening"
    label = "screening"
