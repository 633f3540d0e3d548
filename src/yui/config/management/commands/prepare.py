"""`yui prepare`: what `make run` does once on an empty data directory."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.areas.actions import load_insurers, load_national_areas
from yui.config.real_files import present_files
from yui.config.tasks import (
    enqueue_once,
    import_list_later,
    import_population_later,
    load_postal_codes_later,
)
from yui.config.world.loading import WorldRefused, load_world
from yui.policy.viewer import operator
from yui.taxonomy.actions import load_vocabulary

_BY = operator("prepare")
_SEED, _SIZE = 1, "s"


class Command(BaseCommand):
    """This command will fill an empty installation; done again it changes nothing.

    The search index needs no job of its own: the worker follows what is loaded and imported.
    """

    help = (
        "はじめの用意をします（表、分類、全国の地域、見本のまち）。大きな一覧は裏で取り込みます。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will load what pages need now, and leave the rest to the worker."""
        self._step("データの入れ物を用意しています", self._tables)
        self._step("分類のことばを入れています", self._vocabulary)
        self._step("全国の市区町村を入れています", self._areas)
        if settings.YUI.is_local:
            self._step("見本のまちを入れています", self._world)
        left = self._leave_to_worker()
        if left:
            self.stdout.write(
                f"残りの{left}件（郵便番号、全国や市町村の一覧）と検索の索引は、裏で続けます。"
                "サイトはもう使えます。進みぐあいは /exchange/ で見られます。"
            )

    def _step(self, words: str, step: Callable[[], str]) -> None:
        self.stdout.write(f"{words}…", ending=" ")
        self.stdout.flush()
        began = time.monotonic()
        said = step()
        self.stdout.write(f"{said}（{time.monotonic() - began:.1f}秒）")

    def _tables(self) -> str:
        call_command("migrate", interactive=False, verbosity=0)
        return "できました"

    def _vocabulary(self) -> str:
        report = load_vocabulary(by=_BY, at=timezone.now())
        return f"{report.added + report.changed + report.same}語"

    def _areas(self) -> str:
        report = load_national_areas(by=_BY, at=timezone.now())
        load_insurers(by=_BY, at=timezone.now())
        return f"{report.added + report.changed + report.same:,}件"

    def _world(self) -> str:
        try:
            loaded = load_world(
                by=operator("load-world"),
                at=timezone.now(),
                seed=_SEED,
                size=_SIZE,
                manifest_path=settings.YUI.data / "world.json",
            )
        except WorldRefused as error:
            raise CommandError(str(error)) from error
        return f"{loaded.municipalities}市町村、手助け{loaded.services}件"

    def _leave_to_worker(self) -> int:
        left = int(enqueue_once(load_postal_codes_later))
        for each, path in present_files():
            if each.population_source:
                words = (str(path), each.area_code, each.population_source)
                left += enqueue_once(import_population_later, *words)
            else:
                words = (str(path), each.area_code, each.period)
                left += enqueue_once(import_list_later, *words)
        return left
