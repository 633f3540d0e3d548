"""`yui approve`: the second person on the host, where an office has a single account manager."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.accounts.actions import decide_approval
from yui.accounts.errors import ApprovalRefused, NotManaged
from yui.accounts.queries import waiting_approvals
from yui.accounts.states import Decision
from yui.lib.clock import format_moment_ja
from yui.policy.viewer import operator

_BY = operator("approve")


class Command(BaseCommand):
    """This command will list what waits for a second person, or decide one of it."""

    help = "承認を待つ申し出を出します。番号を書くと、二人目として承認します。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take the number of an approval; without one it lists."""
        parser.add_argument("approval", nargs="?", default="", help="承認する申し出の番号")
        parser.add_argument("--refuse", action="store_true", help="承認しないことにします")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will list or decide."""
        if not options["approval"]:
            self._list()
            return
        decision = Decision.REFUSED if options["refuse"] else Decision.APPROVED
        try:
            decide_approval(
                by=_BY,
                at=timezone.now(),
                approval_id=UUID(options["approval"]),
                decision=decision,
            )
        except (NotManaged, ValueError) as error:
            raise CommandError("その番号の申し出はありません。") from error
        except ApprovalRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"「{decision.label}」と記録しました。")

    def _list(self) -> None:
        found = waiting_approvals(_BY, at=timezone.now())
        for each in found:
            until = format_moment_ja(each.expires_at)
            words = f"{each.kind.label}　{each.subject}（{each.asked_by}から、{until}まで）"
            self.stdout.write(f"{each.id}　{each.body_name}　{words}")
        if not found:
            self.stdout.write("承認を待つ申し出はありません。")
