"""`yui verify`: is everything whole? (H7)"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from yui.config.verifying import findings


class Command(BaseCommand):
    """This command will check the data and exit with 1 when anything is not whole."""

    help = "データに壊れたところがないか調べます。壊れていれば終了コード 1 で終わります。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take --json."""
        parser.add_argument("--json", action="store_true", help="機械で読める形で出します")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print every finding."""
        found = list(findings())
        whole = all(each.ok for each in found)
        if options["json"]:
            answer = {"ok": whole, "checks": [asdict(each) for each in found]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for each in found:
                word = "だめ" if not each.ok else "注意" if each.detail else "よし"
                self.stdout.write(f"{word}  {each.name:<14}{each.seconds:>8.3f}秒  {each.detail}")
        if not whole:
            raise SystemExit(1)
