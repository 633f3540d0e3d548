"""The directory app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.directory"
    verbose_name = "社会資源・多様な主体"
