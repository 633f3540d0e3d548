"""The config app: holds the commands that concern the whole house."""

from django.apps import AppConfig
from django.conf import settings

from yui.lib.logs import configure_logs


class ConfigConfig(AppConfig):
    """Django's entry to the wiring."""

    name = "yui.config"
    verbose_name = "設定"

    def ready(self) -> None:
        """This function will send logs to the data directory; tests keep them on the screen."""
        if settings.YUI.profile != "test":
            configure_logs(settings.YUI.data / "log")
