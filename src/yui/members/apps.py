"""The members app."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.members"
    verbose_name = "参加・会員"
