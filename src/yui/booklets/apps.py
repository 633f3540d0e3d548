"""The booklets app."""

from django.apps import AppConfig


class BookletsConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.booklets"
    verbose_name = "紙"
