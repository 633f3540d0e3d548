"""The opendata app."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.opendata"
    verbose_name = "オープンデータ"
