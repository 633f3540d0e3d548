"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.search"
    verbose_name = "検索"
