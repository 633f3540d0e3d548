"""`yui settings`: what can be set and what is set (secrets are not shown)."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand

from yui.config.environment import KNOWN, SECRETS


class Command(BaseCommand):
    """This command will explain every YUI_* variable."""

    help = "環境変数の一覧と、いまの設定を出します（秘密の値は出しません）。"

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print name, state and purpose."""
        for name, purpose in KNOWN.items():
            self.stdout.write(f"{name:<24}{_state(name)}  {purpose}")
        self.stdout.write(f"\nファイルから読むには名前の終わりに _FILE: {'、'.join(SECRETS)}")


def _state(name: str) -> str:
    return "設定ずみ" if os.environ.get(name) or os.environ.get(f"{name}_FILE") else "既定"
