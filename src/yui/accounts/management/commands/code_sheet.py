"""`yui code-sheet`: a sheet of numbers for a person whose sheet no account manager may draw."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.accounts.actions import issue_sheet
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.queries import first_membership
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will print numbers, each of which signs somebody in once."""

    help = "パスワードのあとに打つ番号の表を出します。前の表は使えなくなります。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take the sign-in name."""
        parser.add_argument("login", help="入るときの名前")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will draw the sheet and print it."""
        try:
            sheet = issue_sheet(
                by=operator("code-sheet"),
                at=timezone.now(),
                membership_id=first_membership(options["login"]),
            )
        except (AccountRefused, NotManaged) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sheet.login} さんの番号の表（1回ずつ使えます）")
        for number, code in enumerate(sheet.codes, start=1):
            self.stdout.write(f"{number:2}. {code[:4]} {code[4:]}")
