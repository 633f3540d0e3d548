"""The list of batches: what stands in it, and why it may be empty for who looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from yui.exchange.pages.words import ending_words
from yui.exchange.queries import BatchInfo
from yui.exchange.states import BatchState
from yui.lib.clock import format_moment_ja
from yui.policy.decide import municipality_of
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord

BATCH_COLUMNS = (
    Column("ファイル"),
    Column("ようす"),
    Column("加える", is_number=True),
    Column("変える", is_number=True),
    Column("取り込めない", is_number=True),
    Column("受け取った日"),
)
_WEIGHTS = {
    BatchState.PLANNED: "wait",
    BatchState.MATCHING: "wait",
    BatchState.REFUSED: "wait",
    BatchState.RECEIVED: "moving",
    BatchState.PLANNING: "moving",
    BatchState.APPLYING: "moving",
}
_NONE = "まだ取り込みはありません。"
_OF_TOWNS = "市区町村の取り込みは、その市区町村の人だけが見ます。"
_WHAT_COMES = "国や市の公開データ、手もとのExcelを取り込めます。先に計画をお見せします。"


@dataclass(frozen=True, slots=True)
class ListWords:
    """This value will hold what is said above the list, and in its place when it is empty."""

    answer: str
    empty: str
    why: str


def list_words(own_path: str, found: Sequence[BatchInfo], *, allowed: bool) -> ListWords:
    """This function will say what the list shows to who keeps `own_path`.

    `allowed` says whether they may import. What is not theirs to see is named as a rule, never
    counted.
    """
    is_town = bool(municipality_of(own_path))
    answer = f"{len(found)} 件の取り込みがあります。" if found else _NONE
    if is_town and not allowed and not found:
        why = "一覧の取り込みは、役所と生活支援コーディネーターがします。"
        return ListWords("", "この立場で見られる取り込みは、ありません。", why)
    if is_town:
        return ListWords(answer, _NONE, _WHAT_COMES if allowed else "")
    why = f"{_OF_TOWNS}公開された一覧は、市区町村のページで見られます。"
    said = f"{answer}{_OF_TOWNS}" if found else answer
    return ListWords(said, _NONE, f"{_WHAT_COMES}{why}" if allowed else why)


def batch_rows(own_path: str, batches: Iterable[BatchInfo]) -> tuple[Row, ...]:
    """This function will return the list of batches; those of another area name it."""
    return tuple(
        Row(
            (
                Cell(
                    batch.file_name,
                    href=reverse("exchange:batch", args=[batch.id]),
                    detail=_detail(own_path, batch),
                ),
                Cell(word=StateWord(batch.state_words, _WEIGHTS.get(batch.state, "done"))),  # type: ignore[arg-type]
                Cell(f"{batch.added:,}", is_number=True),
                Cell(f"{batch.changed:,}", is_number=True),
                Cell(f"{batch.rejected:,}", is_number=True),
                Cell(format_moment_ja(batch.created_at)),
            )
        )
        for batch in batches
    )


def _detail(own_path: str, batch: BatchInfo) -> str:
    area = batch.area_name if batch.area_path != own_path else ""
    return " ".join(filter(None, (area, batch.kind_words, ending_words(batch))))
