"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.notices"
    verbose_name = "通知"
