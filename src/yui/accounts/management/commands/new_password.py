"""`yui new-password`: a code for a person whose password no account manager may renew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.accounts.actions import issue_password
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.queries import first_membership
from yui.lib.clock import format_moment_ja
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will print a code with which somebody chooses a new password."""

    help = "新しいパスワードを決めるためのコードを出します（14日間、1回だけ使えます）。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take the sign-in name."""
        parser.add_argument("login", help="入るときの名前")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will issue the letter and print what would stand on it."""
        try:
            letter = issue_password(
                by=operator("new-password"),
                at=timezone.now(),
                membership_id=first_membership(options["login"]),
            )
        except (AccountRefused, NotManaged) as error:
            raise CommandError(str(error)) from error
        until = format_moment_ja(letter.code_expires_at)
        self.stdout.write(f"{letter.login} さんのコード　{letter.code}")
        self.stdout.write(
            f"/accounts/join/ に打ってもらってください。{until}まで、1回だけ使えます。"
        )
