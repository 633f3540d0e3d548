"""Which services followers look at again: of an organization, of a list, of some days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from yui.directory.models import Service
from yui.directory.states import ServiceState


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


def ids_with_consent_changing(first: date, last: date) -> Iterator[UUID]:
    """This function will yield the ids of services that calendar days alone change, each once.

    That is: within the days, both included, a consent begins, is over (the day after its last)
    or is withdrawn from that day on, or a pause begins or is over. Nothing is written to the
    journal on such a day.
    """
    days = (first, last)
    days_before = (first - timedelta(days=1), last - timedelta(days=1))
    consent = (
        Q(consent__given_date__range=days)
        | Q(consent__until__range=days_before)
        | Q(consent__withdrawn_date__range=days)
    )
    pause = Q(paused_from__range=days) | Q(paused_to__range=days_before)
    rows = Service.objects.filter(consent | (Q(state=ServiceState.PAUSED) & pause))
    yield from rows.values_list("id", flat=True).iterator(chunk_size=2000)
