"""The events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.events"
    verbose_name = "催し"
