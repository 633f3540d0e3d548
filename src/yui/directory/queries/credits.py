"""Which list a record comes from, as pages, cards, paper and files credit it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from yui.directory.formats.list_names import plain_source_name
from yui.directory.models import Source
from yui.directory.queries.rows import ServiceRow
from yui.directory.queries.values import SourceCredit


def credit_of(source: Source | None) -> SourceCredit | None:
    """This function will return the credit of the list a record comes from."""
    if source is None:
        return None
    return _credit(
        source.name,
        source.publisher,
        source.licence,
        source.credit,
        source.url,
        source.period_date,
    )


def credit_of_row(row: ServiceRow) -> SourceCredit | None:
    """This function will return the credit of the list a service comes from."""
    if row.source_name is None:
        return None
    return _credit(
        row.source_name,
        row.publisher or "",
        row.licence or "",
        row.credit or "",
        row.source_url or "",
        row.period_date,
    )


@lru_cache(maxsize=256)
def _credit(
    name: str, publisher: str, licence: str, credit: str, url: str, period_date: date | None
) -> SourceCredit:
    """The services of a list share few sources."""
    return SourceCredit(plain_source_name(name), publisher, licence, credit, url, period_date)
