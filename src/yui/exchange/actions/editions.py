"""Editions of a list: what they are called, and which of them came before."""

from __future__ import annotations

from datetime import date

from yui.directory.formats import KINDS, format_of_kind
from yui.directory.formats.definitions import SPREADSHEET
from yui.directory.models import Source
from yui.exchange.engine.naming import period_words
from yui.exchange.models import Batch

_A_LIST = "一覧"
_OLDER = "{newer}の一覧が入っています。これはそれより古い表です。"


def list_sources(batch: Batch) -> list[int]:
    """This function will return the ids of all editions of the list the batch is one of."""
    rows = Source.objects.filter(kind=batch.kind, area_id=batch.area_id, name=source_name(batch))
    return list(rows.order_by("id").values_list("id", flat=True))


def newer_days(day: date | None, sources: list[int]) -> dict[int, date]:
    """This function will return the editions that speak of a later day: id → its day."""
    if day is None:
        return {}
    rows = Source.objects.filter(id__in=sources, period_date__gt=day)
    return {key: found for key, found in rows.values_list("id", "period_date") if found}


def older_words(newer: str) -> str:
    """This function will say that a list is older than the edition of `newer` (ISO 8601)."""
    return _OLDER.format(newer=period_words(date.fromisoformat(newer)))


def own_editions(batch: Batch) -> set[int]:
    """This function will return the ids of the very edition a batch brings, if it is there."""
    rows = Source.objects.filter(
        kind=batch.kind,
        area=batch.area,
        name=source_name(batch),
        period_date=batch.period_date,
        is_official=batch.is_official,
    )
    return set(rows.values_list("id", flat=True))


def source_name(batch: Batch) -> str:
    """This function will return the name all editions of the list share."""
    kind_words = KINDS.get(batch.kind, batch.kind)
    if batch.kind == SPREADSHEET:
        return f"{batch.area.name}の表：{batch.list_name}"[:160]
    is_one_of_many = bool(batch.list_name) and batch.list_name != batch.kind
    return (f"{kind_words}：{batch.list_name}" if is_one_of_many else kind_words)[:160]


def edition_of(batch: Batch) -> Source:
    """This function will return the edition a batch brings, made if it is new.

    One row per edition: records that vanish keep the period of the edition they stood in.
    """
    known = format_of_kind(batch.kind)
    source, batch.source_was_new = Source.objects.get_or_create(
        kind=batch.kind,
        area=batch.area,
        name=source_name(batch),
        period_date=batch.period_date,
        is_official=batch.is_official,
        defaults={
            "publisher": batch.publisher,
            "licence": batch.licence,
            "credit": batch.credit or credit_of(batch),
            "url": batch.url,
            "file_name": batch.file_name,
            "edition_months": known.edition_months if known else None,
        },
    )
    return source


def credit_of(batch: Batch) -> str:
    """This function will return how a town's own table is named: body, list and period."""
    day = batch.period_date
    period = f"（{period_words(day)}）" if day else ""
    return f"{batch.publisher}「{batch.layout.get('title') or _A_LIST}」{period}"[:300]


def drop_edition(batch: Batch, *, is_used: bool) -> None:
    """This function will delete the edition a batch made, when nothing of it is left."""
    source_id = batch.source_id
    if source_id is None or not batch.source_was_new or is_used:
        return
    if Batch.objects.filter(source_id=source_id).exclude(id=batch.id).exists():
        return
    Batch.objects.filter(id=batch.id).update(source=None)
    Source.objects.filter(id=source_id).delete()
