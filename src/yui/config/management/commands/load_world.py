"""`yui load-world`: the sample world (harness contract H2)."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.config.world.loading import SIZES, LoadedWorld, WorldRefused, load_world
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will make the sample world and write what it holds to `world.json`."""

    help = "見本のまち（見本県・見本府）を入れます。中身は world.json に書きます。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take --seed and --size."""
        parser.add_argument("--seed", type=int, default=1, help="同じ数なら同じ世界（既定 1）")
        parser.add_argument(
            "--size", choices=SIZES, default="s", help="s: 4市町村、m: 6、l: 60（既定 s）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will load and say what there is now."""
        if not settings.YUI.is_local:
            raise CommandError(
                "見本の世界は、だれでも知っている合言葉の利用者を含みます。"
                "公開・庁内の設定（production・closed）では入れられません。"
            )
        began = time.monotonic()
        try:
            loaded = load_world(
                by=operator("load-world"),
                at=timezone.now(),
                seed=options["seed"],
                size=options["size"],
                manifest_path=settings.YUI.data / "world.json",
            )
        except WorldRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_sentence(loaded, time.monotonic() - began))


def _sentence(loaded: LoadedWorld, seconds: float) -> str:
    what = (
        f"{loaded.municipalities}市町村、手助け{loaded.services}件、"
        f"団体{loaded.organizations}件、利用者{loaded.people}人"
    )
    if not loaded.is_new:
        return f"見本の世界は、もう入っています（{what}）。何も変えませんでした。"
    return f"見本の世界を{seconds:.1f}秒で入れました（{what}）。"
