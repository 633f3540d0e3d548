"""The taxonomy app."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.taxonomy"
    verbose_name = "分類"
