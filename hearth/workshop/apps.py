from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "hearth.workshop"
    label = "workshop"
