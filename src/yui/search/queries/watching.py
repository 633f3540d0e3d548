"""How the index is, and what people looked for in vain."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from pathlib import Path

from django.db.models import Case, F, IntegerField, Q, Sum, When

from yui.areas.rules import within
from yui.journal.queries import cursor_position, head_position
from yui.policy.decide import municipality_of
from yui.policy.roles import Role
from yui.policy.viewer import Viewer
from yui.search.engine.damage import IndexDamaged, IndexOutdated
from yui.search.engine.requests import Query
from yui.search.models import Document, UnmetSearch
from yui.search.queries.asking import reader_of
from yui.search.queries.values import UnmetLine
from yui.search.rules import may_read_exact_counts

# Smaller numbers of searches are told to nobody outside the town (`lib.counts.mask_small`).
_FEWEST = 5


def unmet_searches(
    viewer: Viewer, area_path: str, *, since: date, limit: int = 50
) -> tuple[UnmetLine, ...]:
    """This function will list what was looked for in vain in an area, most often first.

    A number is None, and tells nothing by its place in the list either, where fewer than five
    of it belong to towns whose exact numbers the viewer may not read.
    """
    few_of_others = Q(of_others__gt=0, of_others__lt=_FEWEST)
    rows = (
        UnmetSearch.objects.filter(within(area_path, "area_path"), month__gte=since)
        .values_list("words", "conditions", "month")
        .annotate(
            total=Sum("count"),
            of_others=Sum("count", filter=_of_others(viewer, area_path), default=0),
            shown=Case(
                When(few_of_others, then=0), default=F("total"), output_field=IntegerField()
            ),
        )
        .order_by("-shown", "words", "conditions", "month")
        .values_list("words", "conditions", "month", "shown")[:limit]
    )
    return tuple(
        UnmetLine(words, conditions, month, shown or None)
        for words, conditions, month, shown in rows
    )


def _of_others(viewer: Viewer, area_path: str) -> Q:
    """What was looked for in areas whose exact numbers are not the viewer's to read."""
    if not may_read_exact_counts(viewer, area_path=area_path):
        return Q()
    is_of_town = bool(municipality_of(area_path)) or viewer.role is Role.OPERATOR
    return Q(pk__in=()) if is_of_town else ~Q(area_path=area_path)


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
