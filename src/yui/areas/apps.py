"""The areas app."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.areas"
    verbose_name = "地域"
