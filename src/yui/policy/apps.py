"""The policy app: registers its system checks."""

from django.apps import AppConfig
from django.core.checks import register


class PolicyConfig(AppConfig):
    """Django's entry to the room."""

    name = "yui.policy"
    verbose_name = "権限"

    def ready(self) -> None:
        """This function will register the checks that stop a start without doors."""
        from yui.policy import checks

        register(checks.check_doors)
        register(checks.check_privacy)
