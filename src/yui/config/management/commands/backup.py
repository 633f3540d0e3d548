"""`yui backup FILE`: everything in one file, while serving (H8)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yui.config.backup.making import make_backup


class Command(BaseCommand):
    """This command will write a backup; it appears under its name only when it is whole."""

    help = (
        "控えを一つのファイルに取ります。動かしたまま取れます。"
        "個人の情報が入ります。暗号にしてから運んでください。"
    )

    def add_arguments(self, parser: Any) -> None:
        """This function will take the name of the file."""
        parser.add_argument("file", type=Path, help="作るファイル（まだない名前）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will make it and say how much there is in it."""
        began, path = time.monotonic(), options["file"]
        about = make_backup(path, at=timezone.now())
        self.stdout.write(
            f"{path} に控えを取りました（{sum(about['rows'].values()):,}行、"
            f"{path.stat().st_size / 1e6:,.1f} MB、{time.monotonic() - began:.1f}秒）。"
        )
