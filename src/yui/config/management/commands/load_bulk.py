"""`yui load-bulk`: made-up services by the million, for measuring."""

from __future__ import annotations

import resource
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yui.config.world.bulk import generate

_TOLD_EVERY = 100_000


class Command(BaseCommand):
    """This command will write services for benches, past the journal; only where one tries."""

    help = "負荷試験のために、作りものの手助けを大量に入れます。捨ててよいデータだけに使います。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take --count and --seed."""
        parser.add_argument("--count", type=int, default=1_000_000, help="件数（既定 1,000,000）")
        parser.add_argument("--seed", type=int, default=1, help="同じ数なら同じ中身（既定 1）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will write, and say how long it took and how much memory."""
        if not settings.YUI.is_local:
            raise CommandError("公開・庁内の設定（production・closed）では使えません。")
        began = time.monotonic()
        try:
            count = generate(options["count"], seed=options["seed"], progress=self._tell)
        except LookupError as error:
            raise CommandError(str(error)) from error
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.stdout.write(
            f"{count:,} 件を {time.monotonic() - began:.1f} 秒で入れました"
            f"（最大メモリー {peak_mb:,.0f} MB）。"
            "検索に入れるには yui rebuild-index --from-rooms を動かしてください。"
        )

    def _tell(self, done: int) -> None:
        if done % _TOLD_EVERY == 0:
            self.stdout.write(f"{done:,} 件")
            self.stdout.flush()
