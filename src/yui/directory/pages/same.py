"""The table of pairs that may be one."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from yui.directory.queries.same import PairView
from yui.ui.pages.desk_parts import Cell, Column, Row

COLUMNS = (Column("記録"), Column("もう一方の記録"), Column("わけ"))


def rows_of(pairs: Iterable[PairView]) -> tuple[Row, ...]:
    """This function will return pairs as rows: both names with their lists, and the reasons."""
    return tuple(
        Row(
            (
                Cell(
                    pair.first.name,
                    href=reverse("directory:same-pair", args=[pair.id]),
                    detail=pair.first.source,
                ),
                Cell(pair.second.name, detail=pair.second.source),
                Cell("。".join(pair.reasons[:3])),
            )
        )
        for pair in pairs
    )
