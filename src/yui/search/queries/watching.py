"""How the index is, and what people looked for in vain."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from pathlib import Path

from django.db.models import Sum

from yui.areas.rules import within
from yui.journal.queries import cursor_position, head_position
from yui.lib.counts import mask_small
from yui.policy.viewer import Viewer
from yui.search.engine.damage import IndexDamaged, IndexOutdated
from yui.search.engine.requests import Query
from yui.search.models import Document, UnmetSearch
from yui.search.queries.asking import reader_of
from yui.search.queries.values import UnmetLine
from yui.search.rules import may_read_exact_counts


def unmet_searches(
    viewer: Viewer, area_path: str, *, since: date, limit: int = 50
) -> tuple[UnmetLine, ...]:
    """This function will list what was looked for in vain in an area, most often first."""
    rows = (
        UnmetSearch.objects.filter(within(area_path, "area_path"), month__gte=since)
        .values_list("words", "conditions", "month")
        .annotate(total=Sum("count"))
        .order_by("-total", "words")[:limit]
    )
    exact = may_read_exact_counts(viewer, area_path=area_path)
    return tuple(
        UnmetLine(words, conditions, month, total if exact else mask_small(total))
        for words, conditions, month, total in rows
    )


def index_state(folder: Path) -> tuple[bool, int]:
    """This function will say whether the index answers, and how many entries it is behind."""
    try:
        return True, max(0, head_position() - reader_of(folder).cursor)
    except IndexDamaged:
        return False, head_position()


def search_standing(folder: Path) -> Hashable | None:
    """This function will name where journal and index stand: equal names, equal answers of a day.

    None while the index does not answer.
    """
    try:
        return head_position(), reader_of(folder).commit
    except IndexDamaged:
        return None


def index_fault(folder: Path) -> str | None:
    """This function will say what is wrong with the index in Japanese, or None."""
    reader = reader_of(folder)
    try:
        reader.verify()
        found = reader.search(Query(sectors=(), facets=(), limit=0))
    except IndexOutdated:
        return "検索の索引が前の版のものです。yui work が作り直すまで、データベースから探します。"
    except IndexDamaged as error:
        return f"検索の索引が使えません（{error}）。yui rebuild-index で作り直せます。"
    if cursor_position("search") > reader.cursor:
        return "索引が表より古くなっています。yui rebuild-index で作り直せます。"
    public = Document.objects.filter(is_public=True).count()
    if reader.cursor == head_position() and found.total != public:
        return f"索引には公開 {found.total} 件、表には {public} 件あります。"
    return None
