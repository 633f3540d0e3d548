"""The review app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.review"
    verbose_name = "審査"
