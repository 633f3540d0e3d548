"""`yui import-undo BATCH`: takes an import back as a whole (trust.md H11)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.exchange.actions import undo_batch
from yui.exchange.errors import ExchangeRefused
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will undo an import. Exit code 1 with a sentence when it cannot."""

    help = "取り込みを、まるごと元に戻します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This function will declare the arguments."""
        parser.add_argument("batch", help="yui import が出した番号")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will run the command."""
        try:
            batch_id = UUID(options["batch"])
        except ValueError:
            raise CommandError("取り込みの番号ではありません。") from None
        try:
            undo_batch(by=operator("import-undo"), at=timezone.now(), batch_id=batch_id)
        except ExchangeRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write("元に戻しました。")
