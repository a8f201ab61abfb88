from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BaseConfig(AppConfig):
    name = "hearth.base"
    label = "base"
    verbose_name = "Ground"

    def ready(self):
        # Rules, streams and listeners register themselves by being imported; nobody imports them by name.
        autodiscover_modules("permissions", "live", "listeners")
