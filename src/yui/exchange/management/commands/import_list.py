"""`yui import FILE --area CODE [--as KIND] [--plan-only] --json` (trust.md H11).

`yui import --publish BATCH` makes the drafts of an import public.
"""

from __future__ import annotations

import gzip
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from yui.areas.errors import AreasRefused
from yui.areas.queries import get_area
from yui.directory.formats import KINDS
from yui.exchange.actions import apply_batch, plan_batch, publish_batch, receive_file
from yui.exchange.actions.editions import older_words
from yui.exchange.errors import ExchangeRefused
from yui.exchange.pages.plan import older_note, undated_words
from yui.exchange.pages.told import changes, reasons, rejections
from yui.exchange.pages.words import figures_words
from yui.exchange.queries import BatchInfo, get_batch, repairs_of
from yui.exchange.states import BatchState
from yui.lib.clock import DateRefused, parse_date
from yui.policy.viewer import Viewer, operator

_PIECE_BYTES = 1 << 20
_WHAT = (
    "取り込む表と --area を書いてください（例: yui import 通いの場.csv --area 14100）。"
    "下書きを公開するときは: yui import --publish 番号"
)
_MATCH = (
    "{problem}ブラウザで職員として入り、{address} を開くと合わせられます。"
    "一度合わせると、つぎからはこのコマンドで取り込めます。"
)
_NO_PERIOD = "一覧が表す日が分かりません。--period 2026年5月末 のように書くと、住民にも分かります。"


_ONLY_ADDED = (
    "取り込みませんでした。台帳は変わっていません。"
    "この表だけにある記録を加えるときは、--add-from-older を付けてください。"
)
_SAY_PERIOD = (
    "取り込みませんでした。台帳は変わっていません。"
    "--period 2026年9月末 のように、日を書いてください。"
)


class Command(BaseCommand):
    """This command will plan the import of a list, and apply it unless told not to.

    Exit codes: 0 planned or applied; 1 refused, with one sentence on standard error.
    """

    help = (
        "一覧の表（CSV・Excel）を取り込みます。先に計画を作り、それから台帳に入れます。"
        "下書きで入れた一覧は、あとで --publish で公開できます。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This function will declare the arguments."""
        parser.add_argument("file", nargs="?", help="CSV、TSV、.xlsx（.csv.gz も読めます）")
        parser.add_argument("--area", help="団体コード（全国の一覧なら nation、県なら2桁）")
        parser.add_argument("--as", dest="kind", default="", help="、".join(KINDS))
        parser.add_argument("--plan-only", action="store_true", help="計画だけ作ります")
        parser.add_argument("--json", action="store_true", help="計画を JSON で出します")
        parser.add_argument("--period", default="", help="一覧が表す日（例: 2025年6月末）")
        parser.add_argument("--list", dest="list_name", default="", help="一覧の名前")
        parser.add_argument(
            "--draft", action="store_true", help="公表された一覧でも、下書きとして入れます"
        )
        parser.add_argument(
            "--add-from-older",
            action="store_true",
            help="新しい版が入っていても、古い表だけにある記録を加えます。ほかは変えません",
        )
        parser.add_argument("--title", default="", help="一覧の名前。出典として出ます")
        parser.add_argument(
            "--publish",
            metavar="番号",
            default="",
            help="下書きで取り込んだものを公開します。名前・場所・電話が住民に見えます",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will run the command."""
        by = operator("import")
        if options["publish"]:
            self._publish(by, options)
            return
        if not options["file"] or not options["area"]:
            raise CommandError(_WHAT)
        try:
            batch_id = _received(by, options)
            plan_batch(by=by, at=timezone.now(), batch_id=batch_id)
            plan = get_batch(by, batch_id)
            _refuse_unplanned(plan)
            if not options["plan_only"]:
                _refuse_older(plan)
                apply_batch(by=by, at=timezone.now(), batch_id=batch_id)
        except (ExchangeRefused, AreasRefused, DateRefused) as refused:
            raise CommandError(str(refused)) from None
        self._report(plan, as_json=options["json"], applied=not options["plan_only"])

    def _publish(self, by: Viewer, options: dict[str, Any]) -> None:
        try:
            batch_id = UUID(options["publish"])
        except ValueError:
            raise CommandError("取り込みの番号ではありません。") from None
        try:
            batch = get_batch(by, batch_id)
            day = _period(options["period"]) or batch.period_date
            # Nobody can be asked here: a list without a day becomes public without one.
            made = publish_batch(
                by=by,
                at=timezone.now(),
                batch_id=batch.id,
                period_date=day,
                has_no_period=day is None,
                title=options["title"],
            )
        except (ExchangeRefused, DateRefused) as refused:
            raise CommandError(str(refused)) from None
        plan = get_batch(by, made)
        self.stdout.write(
            f"下書き {plan.changed:,}件を公開しました。番号 {plan.id}\n"
            f"戻すときは: yui import-undo {plan.id}"
        )

    def _report(self, plan: BatchInfo, *, as_json: bool, applied: bool) -> None:
        if as_json:
            for piece in _as_json(plan):
                self.stdout.write(piece, ending="")
            self.stdout.write("")
            return
        self.stdout.write(
            f"{plan.kind_words}　{plan.row_count:,}行（{plan.encoding}）\n"
            f"加える {plan.added:,}件、変える {plan.changed:,}件、同じ {plan.same:,}件、"
            f"ファイルにない {plan.vanished:,}件、取り込めない {plan.rejected:,}件\n"
            f"{figures_words(plan)}自動で直したところ {plan.repairs:,}か所\n"
            f"{'取り込みました' if applied else '計画だけ作りました'}。番号 {plan.id}"
        )
        if plan.newer:
            self.stdout.write(f"{older_note(plan)}そのままの行は {plan.held:,}行です。")
        for line in reasons(plan):
            self.stdout.write(line)
        for name, reason in plan.skipped:
            self.stdout.write(f"シート「{name}」は読んでいません。{reason}")
        for number, words, _sheet in plan.asides:
            self.stdout.write(f"{number}行目は注か合計なので、入れません。「{words}」")
        if plan.is_official and plan.period_date is None:
            self.stdout.write(_NO_PERIOD)
        if applied and not plan.is_official and plan.added:
            self.stdout.write(f"下書きで入りました。公開するときは: yui import --publish {plan.id}")


def _received(by: Viewer, options: dict[str, Any]) -> UUID:
    path = Path(options["file"])
    if not path.is_file():
        raise CommandError(f"ファイル「{path.name}」が見つかりません。")
    area = options["area"]
    area_path = "" if area in ("nation", "00", "000000") else get_area(by, area).path
    with _opened(path) as file:
        return receive_file(
            by=by,
            at=timezone.now(),
            area_path=area_path,
            file_name=path.name.removesuffix(".gz"),
            pieces=_pieces(file),
            kind=options["kind"],
            list_name=options["list_name"],
            period_date=_period(options["period"]),
            is_official=False if options["draft"] else None,
            title=options["title"],
            takes_older=options["add_from_older"],
        )


def _opened(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    return path.open("rb")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    try:
        while piece := file.read(_PIECE_BYTES):
            yield piece
    except (OSError, EOFError):
        raise CommandError("圧縮ファイルが壊れているため、読めませんでした。") from None


def _period(text: str) -> date | None:
    return parse_date(text) if text else None


def _refuse_unplanned(plan: BatchInfo) -> None:
    if plan.state is BatchState.MATCHING:
        address = reverse("exchange:columns", args=[plan.id])
        raise CommandError(_MATCH.format(problem=plan.problem, address=address))
    if plan.state is not BatchState.PLANNED:
        raise CommandError(plan.problem)


def _refuse_older(plan: BatchInfo) -> None:
    """Nothing is shown before it is applied here: newer data are never touched by an older list.

    Raises: CommandError.
    """
    if plan.newer and not plan.added:
        raise CommandError(f"{older_words(plan.newer)}{_ONLY_ADDED}")
    if plan.undated and plan.changed:
        raise CommandError(undated_words(plan.undated) + _SAY_PERIOD)


def _as_json(plan: BatchInfo) -> Iterator[str]:
    """A national list has a hundred thousand repairs: they are written as they are read."""
    yield json.dumps(_plan_as_data(plan), ensure_ascii=False)[:-1] + ', "repairs": ['
    for number, repair in enumerate(repairs_of(plan.id)):
        yield (", " if number else "") + json.dumps(repair, ensure_ascii=False)
    yield "]}"


def _plan_as_data(plan: BatchInfo) -> dict[str, Any]:
    return {
        "kind": plan.kind,
        "encoding": plan.encoding,
        "rows": plan.row_count,
        "add": plan.added,
        "change": plan.changed,
        "same": plan.same,
        "vanished": plan.vanished,
        "rejected": plan.rejected,
        "newer_edition": plan.newer or None,
        "left_as_newer": plan.held,
        "rejections": rejections(plan),
        "changes": changes(plan),
        "notes": [{"row": number, "words": words} for number, words, _ in plan.asides],
        "sheets": plan.sheets,
        "sheets_not_read": [{"sheet": name, "reason": why} for name, why in plan.skipped],
        "repair_counts": {rule: entry["count"] for rule, entry in plan.repair_counts.items()},
        "flags": {flag: entry["count"] for flag, entry in plan.flag_counts.items()},
        "figures": plan.layout.get("figures"),
        "period": plan.period_date.isoformat() if plan.period_date else None,
        "batch": str(plan.id),
    }
