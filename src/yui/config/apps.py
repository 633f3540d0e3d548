"""The config app: holds the commands that concern the whole house."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Django's entry to the wiring."""

    name = "yui.config"
    verbose_name = "設定"
