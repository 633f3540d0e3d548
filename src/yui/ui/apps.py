"""The ui app: templates, static files and the gallery."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.ui"
    label = "ui"
    verbose_name = "見た目"
