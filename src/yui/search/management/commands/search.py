"""`yui search`: what the public page would show, in its order, as JSON lines (H12)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils import timezone

from yui.areas.errors import AreaNotFound
from yui.areas.queries import get_area
from yui.policy.viewer import ANONYMOUS
from yui.search.errors import ConditionRefused
from yui.search.formats.address import origin_of, question_of, read_conditions
from yui.search.queries import HitLine, hit_lines, index_folder


class Command(BaseCommand):
    """This command will answer questions like the page of results does, for the public."""

    help = "住民の画面と同じ順で探した結果を、1行ずつ JSON で出します。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take the area, the place, the weekday and the questions."""
        parser.add_argument("query", nargs="*", help="さがすことば")
        parser.add_argument("--area", default="00", help="地域の番号（14、14100 など。既定は全国）")
        parser.add_argument("--postcode", default="", help="近い順にするときの郵便番号")
        parser.add_argument("--town", default="", help="近い順にするときの町の名前")
        parser.add_argument("--weekday", default="", help="曜日（mon〜sun）")
        parser.add_argument("--limit", type=int, default=20, help="出す数（既定 20、多くて 200）")
        parser.add_argument("--queries", default="", help="質問を1行ずつ JSON で書いたファイル")
        parser.add_argument("--json", action="store_true", help="JSON で出します（いつもそうです）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print one JSON line for each question."""
        for asked in _asked(options):
            try:
                answer = _answer(asked, options["limit"])
            except (AreaNotFound, ConditionRefused) as error:
                raise CommandError(f"{asked.get('query', '')}: {error}") from error
            self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _asked(options: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    common = {name: options[name] for name in ("area", "town", "postcode", "weekday")}
    if options["queries"]:
        lines = Path(options["queries"]).read_text(encoding="utf-8").splitlines()
        yield from (common | json.loads(line) for line in lines if line.strip())
    elif options["query"]:
        yield common | {"id": "", "query": " ".join(options["query"])}
    else:
        raise CommandError("さがすことばか、--queries ファイルを渡してください。")


def _answer(asked: Mapping[str, Any], limit: int) -> dict[str, Any]:
    code = str(asked["area"])
    area = None if code in ("", "00") else get_area(ANONYMOUS, code)
    values = QueryDict(mutable=True)
    near = asked.get("town") or asked.get("postcode") or ""
    values.update({"q": asked["query"], "near": near, "day": asked.get("weekday") or ""})
    conditions = read_conditions(values, area)
    question = question_of(conditions, area, origin_of(area, near, on=timezone.localdate()))
    total, found, related = hit_lines(
        ANONYMOUS, replace(question, size=limit), folder=index_folder(), at=timezone.now()
    )
    return {
        "id": asked.get("id", ""),
        "total": total,
        "hits": [_shown(line) for line in found],
        "nearby": [_shown(line) for line in related],
    }


def _shown(line: HitLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "name": line.name,
        "address": line.address,
        "service_fields": list(line.fields),
        "score": round(line.score, 4),
    }
