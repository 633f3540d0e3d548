"""The words and tables of the page on which staff keep their area."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yui.areas.actions import LayerPlan, LoadReport
from yui.areas.formats.layers import LayerRow
from yui.areas.queries import AreaInfo, LayerLine, layer_lines, own_words_of, towns_of
from yui.areas.states import LAYERS, Tier
from yui.ui.pages.desk_parts import Cell, Column, Row
from yui.ui.pages.parts import Link
from yui.ui.pages.text import unbroken

TITLE = "まちの言葉・窓口・圏域"
ANSWER = "住民の画面に出る言葉、電話番号、区域をここで決めます。"
COUNT_COLUMNS = (Column("変わること"), Column("数", is_number=True))
LAYER_COLUMNS = (
    Column("区域"),
    Column("町字", is_number=True),
    Column("電話番号"),
    Column(""),
)
_NAMED = 8


@dataclass(frozen=True, slots=True)
class LayerSection:
    """This value will hold one kind of layer: its heading and the rows of its table."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def own_words(path: str) -> dict[str, str]:
    """This function will return the words an area set itself, by term; others are left out."""
    return {term.value: word for term, word in own_words_of(path).items()}


def layer_sections(
    area: AreaInfo, address_of: Callable[[AreaInfo], str]
) -> tuple[LayerSection, ...]:
    """This function will list the layers of an area by kind; a prefecture has none."""
    if area.tier is Tier.PREFECTURE:
        return ()
    return tuple(
        LayerSection(
            str(tier.label),
            LAYER_COLUMNS,
            tuple(_row(line, address_of(line.area)) for line in layer_lines(area.path, tier)),
        )
        for tier in Tier
        if tier in LAYERS
    )


def _row(line: LayerLine, address: str) -> Row:
    names = "、".join(line.town_names[:_NAMED])
    rest = len(line.town_names) - _NAMED
    more = f"、ほか{rest:,}件" if rest > 0 else ""
    return Row(
        (
            Cell(line.area.name, href=address, detail=f"{names}{more}"),
            Cell(f"{len(line.town_names):,}", is_number=True),
            Cell(unbroken(line.area.phone or "まだありません")),
            Cell(action=Link("窓口と町字を直す", address)),
        )
    )


def postal_count(area: AreaInfo) -> int:
    """This function will count 町字 that only the national list of postcodes knows."""
    if area.tier is Tier.PREFECTURE:
        return 0
    return sum(town.id is None for town in towns_of(area.path))


def count_rows(plan: LayerPlan) -> tuple[Row, ...]:
    """This function will say what a table would change; what would not is left out."""
    report = plan.report
    counted = (
        ("区域に入る町字", report.added, ""),
        ("区域が変わる町字", report.changed, ""),
        ("同じままの町字", report.same, ""),
        ("どの区域からもはずれる町字（表にありません）", report.vanished, ""),
        ("新しく作る町字", len(plan.new_towns), _some(plan.new_towns)),
        ("新しく作る区域", len(plan.new_layers), _some(plan.new_layers)),
        ("終わりにする区域（表にありません）", len(plan.ending_layers), _some(plan.ending_layers)),
        ("使えない行", len(report.refused), ""),
    )
    return tuple(
        Row((Cell(label, detail=names), Cell(f"{count:,}", is_number=True)))
        for label, count, names in counted
        if count
    )


def _some(names: Iterable[str]) -> str:
    every = tuple(names)
    rest = len(every) - _NAMED
    return "、".join(every[:_NAMED]) + (f"、ほか{rest:,}件" if rest > 0 else "")


def rows_as_csv(rows: Iterable[LayerRow]) -> str:
    """This function will write the rows of a table as the plan sends them back."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("町字", "圏域名", "電話番号", "URL"))
    writer.writerows((row.town_name, row.layer_name, row.phone, row.website) for row in rows)
    return text.getvalue()


def report_sentence(layer: Tier, report: LoadReport) -> str:
    """This function will say what a table changed."""
    return (
        f"{layer.label}を直しました。町字は、入った{report.added:,}件、変わった{report.changed:,}件、"
        f"同じ{report.same:,}件、はずれた{report.vanished:,}件です。"
    )
