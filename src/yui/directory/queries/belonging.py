"""Which services hang on an organization or came from a list: followers ask when those change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from yui.directory.models import Service


def ids_of_organization(organization_id: UUID) -> Iterator[UUID]:
    """This function will yield the ids of all services of an organization, in any state."""
    rows = Service.objects.filter(organization_id=organization_id)
    yield from rows.values_list("id", flat=True).iterator(chunk_size=2000)


def ids_of_source(source_id: int) -> Iterator[UUID]:
    """This function will yield the ids of all services that came from a list."""
    rows = Service.objects.filter(source_id=source_id)
    yield from rows.values_list("id", flat=True).iterator(chunk_size=2000)


def ids_changed_at(moment: datetime) -> Iterator[UUID]:
    """This function will yield the ids of all services last changed at exactly this moment."""
    rows = Service.objects.filter(modified_at=moment)
    yield from rows.values_list("id", flat=True).iterator(chunk_size=2000)
