"""`yui rebuild-index` (H10)."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yui.search.actions import rebuild


class Command(BaseCommand):
    """This command will make the search index anew while the old one goes on answering."""

    help = "検索の索引を作り直します。作っている間も、前の索引で探せます。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take --from-rooms and --processes."""
        parser.add_argument(
            "--from-rooms", action="store_true", help="もとのデータからすべて作り直します"
        )
        parser.add_argument("--processes", type=int, default=2, help="並べて動かす数（既定 2）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will rebuild and say how many documents and seconds."""
        began = time.monotonic()
        count = rebuild(
            at=timezone.now(), from_rooms=options["from_rooms"], processes=options["processes"]
        )
        self.stdout.write(f"{count:,} 件の索引を {time.monotonic() - began:.1f} 秒で作りました。")
