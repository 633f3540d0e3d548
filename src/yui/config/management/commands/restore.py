"""`yui restore FILE --data NEWDIR`: an empty directory becomes the installation again (H8)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yui.config.backup.restoring import restore
from yui.config.verifying import findings

_NO_LIST = (
    "消した人のリスト（--erased）がないので、控えのあとに消した人がいれば、戻っています。"
    "yui erase-person を使ったことがあれば、erased.jsonl を渡して、戻しなおしてください。"
)


class Command(BaseCommand):
    """This command will restore a backup; `config.backup.target` has made the place for it."""

    help = (
        "控えを、空のフォルダー（--data）に戻します。PostgreSQL では、空のデータベースに戻します。"
        "索引も作り直します。壊れた控えは、何も変えずに断ります。"
    )

    def add_arguments(self, parser: Any) -> None:
        """This function will take the name of the file, and of the list of who was erased."""
        parser.add_argument("file", type=Path, help="控えのファイル")
        parser.add_argument(
            "--erased", type=Path, help="消した人のリスト（いままでのデータの erased.jsonl）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will restore, look whether all is whole, and say so.

        Damage that was there when the backup was made comes back with it and is named.
        """
        about = restore(at=timezone.now(), erased=options["erased"])
        if about is None:
            self.stdout.write("途中で止まっていた続きをして、戻し終えました。")
            return
        self.stdout.write(
            f"{about['made_at']} の控えを戻しました（{sum(about['rows'].values()):,}行）。"
            "前に入っていた人は、みな入り直しになります。"
        )
        if options["erased"] is None:
            self.stdout.write(_NO_LIST)
        elif about["erased_again"]:
            self.stdout.write(
                f"控えのあとに消した{about['erased_again']}人を、もう一度消しました。"
            )
        for fault in (each for each in findings() if not each.ok):
            self.stdout.write(f"注意: {fault.name} {fault.detail}")
