"""The journal app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.journal"
    verbose_name = "記録簿"
    default_auto_field = "django.db.models.BigAutoField"
