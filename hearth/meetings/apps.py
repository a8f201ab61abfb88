from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "hearth.meetings"
    label = "meetings"
