"""`yui break-glass`: in an emergency, let somebody act for a body for a few hours."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.accounts.actions import MOST_HOURS, Emergency, break_glass
from yui.accounts.errors import AccountRefused
from yui.accounts.queries import office_of
from yui.policy.roles import Role
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will open an emergency; the account managers of the body see it."""

    help = "非常時に、ある人が、数時間だけ、ある組織の立場で仕事をできるようにします。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take who, for which body, in which role, for how long and why."""
        parser.add_argument("--who", required=True, help="入るときの名前")
        parser.add_argument("--area", required=True, help="地域のパス（例 14/14100/、全国は空）")
        parser.add_argument("--body", default="", help="組織の名前（書かないと、その地域の役所）")
        parser.add_argument(
            "--role", default=Role.MUNICIPAL_OFFICER.value, choices=Role.values, help="立場"
        )
        parser.add_argument("--reason", required=True, help="わけ（組織の利用者管理者に見えます）")
        parser.add_argument("--hours", type=int, default=1, help=f"時間（{MOST_HOURS}まで）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will open it and say how it is used and when it ends."""
        body_id = office_of(options["area"], options["body"].strip())
        if body_id is None:
            raise CommandError("その地域に、その名前の組織はありません。")
        new = Emergency(
            options["who"],
            body_id,
            Role(options["role"]),
            options["hours"],
            options["reason"],
        )
        try:
            break_glass(by=operator("break-glass"), at=timezone.now(), new=new)
        except AccountRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{new.login} さんは、{new.hours}時間だけ、この立場をえらべます"
            "（/accounts/context/）。することはすべて記録され、組織の利用者管理者に見えます。"
        )
