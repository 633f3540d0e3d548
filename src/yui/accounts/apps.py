"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.accounts"
    verbose_name = "利用者"
