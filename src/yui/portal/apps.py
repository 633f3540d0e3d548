"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.portal"
    verbose_name = "入口"
