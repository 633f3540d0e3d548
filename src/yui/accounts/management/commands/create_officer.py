"""`yui create-officer`: the first person of an office, made on the host by the operator."""

from __future__ import annotations

import getpass
import sys
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.accounts.actions import add_membership, create_body, create_user
from yui.accounts.errors import AccountRefused
from yui.accounts.queries import office_of
from yui.accounts.states import BodyKind, Department
from yui.areas.queries import areas_by_path
from yui.areas.rules import office_name
from yui.policy.roles import Role
from yui.policy.viewer import Viewer, operator


class Command(BaseCommand):
    """This command will make a sign-in name for an officer of an area."""

    help = "職員が入るための名前を作ります。パスワードはたずねます（標準入力からも渡せます）。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take the sign-in name, the area and the role."""
        parser.add_argument("login", help="入るときの名前")
        parser.add_argument("--area", required=True, help="地域のパス（例 14/14100/、全国は空）")
        parser.add_argument(
            "--group", default="", help="受け持つ地域のまとまり（広域連合など）のキー"
        )
        parser.add_argument("--department", default="", choices=Department.values, help="部門")
        parser.add_argument("--name", default="", help="画面に出す名前")
        parser.add_argument(
            "--body", default="", help="組織の名前（書かないと、市役所などの名前になります）"
        )
        parser.add_argument(
            "--no-manager",
            action="store_true",
            help="利用者管理者にしません（書かないと、組織の利用者を管理できます）",
        )
        parser.add_argument(
            "--role", default=Role.MUNICIPAL_OFFICER.value, choices=Role.values, help="立場"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will make body, person and membership."""
        by, at = operator("create-officer"), timezone.now()
        try:
            user_id = create_user(
                by=by,
                at=at,
                login=options["login"],
                display_name=options["name"] or options["login"],
                password=_password(),
            )
            body_id = _body(by, at, options["area"], options["body"].strip())
            add_membership(
                by=by,
                at=at,
                user_id=user_id,
                role=Role(options["role"]),
                body_id=body_id,
                area_path="" if options["group"] else options["area"],
                area_group_key=options["group"],
                department=Department(options["department"]) if options["department"] else None,
                manages_accounts=not options["no_manager"],
            )
        except AccountRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['login']} を作りました。/accounts/login/ から入れます。")


def _body(by: Viewer, at: datetime, area_path: str, name: str) -> int:
    """The office of the area: its name stands in credits, so a path never does."""
    found = office_of(area_path, name)
    if found is not None:
        return found
    area = areas_by_path((area_path,)).get(area_path)
    area_name = area.name if area is not None else ""
    return create_body(
        by=by,
        at=at,
        name=name or (office_name(area_name) if area_path else area_name),
        kind=BodyKind.MUNICIPALITY,
        area_path=area_path,
    )


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("パスワード（12文字以上）: ")
    return sys.stdin.readline().rstrip("\n")
