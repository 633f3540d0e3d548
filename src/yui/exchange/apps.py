"""The exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.exchange"
    verbose_name = "取込・書出"
