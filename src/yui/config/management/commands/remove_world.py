"""`yui remove-world`: takes the sample world away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.areas.errors import AreasRefused
from yui.config.world.loading import WorldRefused
from yui.config.world.removing import remove_world
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will delete every sample area and everything in it, and nothing else."""

    help = "見本のまちと、その中の記録・利用者をすべて消します。ほかの記録はそのまま残ります。"

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will remove and say how much it was."""
        try:
            removed = remove_world(
                by=operator("remove-world"),
                at=timezone.now(),
                manifest_path=settings.YUI.data / "world.json",
            )
        except (WorldRefused, AreasRefused) as error:
            raise CommandError(str(error)) from error
        if not removed:
            self.stdout.write("見本の世界は、入っていません。何も変えませんでした。")
            return
        self.stdout.write(
            f"見本の世界を消しました（地域{removed['areas.Area']}件、"
            f"手助け{removed['directory.Service']}件、利用者{removed['accounts.User']}人）。"
            "検索からは、裏の仕事（yui work）がすぐに消します。"
        )
