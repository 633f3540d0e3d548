"""The known lists. Facts: column names as published by the bodies named in each entry.

Sources: 厚生労働省「通いの場のオープンデータ」, 「介護サービス情報公表システム オープンデータ」,
「医療情報ネット オープンデータ」; デジタル庁「自治体標準オープンデータセット」; 内閣官房
「推奨データセット」; 高松市オープンデータ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from yui.directory.formats.columns import Format, Target
from yui.directory.formats.happenings import HAPPENINGS
from yui.directory.formats.municipal import MUNICIPAL
from yui.directory.formats.national import NATIONAL
from yui.directory.formats.takamatsu import TAKAMATSU

FORMATS: Final[tuple[Format, ...]] = (*NATIONAL, *MUNICIPAL, *TAKAMATSU, *HAPPENINGS)
SPREADSHEET: Final = "spreadsheet"
KINDS: Final[Mapping[str, str]] = {entry.kind: entry.name for entry in FORMATS} | {
    SPREADSHEET: "列を合わせた表"
}


def format_of_kind(kind: str) -> Format | None:
    """This function will return the first layout of a kind, or None."""
    return next((entry for entry in FORMATS if entry.kind == kind), None)


def target_of_kind(kind: str) -> Target:
    """This function will say what the rows of a kind become; tables matched by hand: services."""
    known = format_of_kind(kind)
    return known.target if known is not None else "service"


def spreadsheet_format(sector: str) -> Format:
    """This function will return the format of a table whose columns were matched by hand."""
    return Format(
        kind=SPREADSHEET,
        name=KINDS[SPREADSHEET],
        columns=(),
        needs=frozenset({"name"}),
        sector=sector,
        key_fields=("key",),
        is_key_stable=False,
        is_official=False,
    )
