"""What of a list is personal: hidden when it becomes public, noted when somebody reads it."""

from __future__ import annotations

from uuid import UUID

from yui.directory.models import Phone, Service, ServiceAtLocation
from yui.directory.queries import service_url
from yui.directory.states import LISTED, PhoneKind
from yui.exchange.models import Batch
from yui.exchange.queries.batches import BatchInfo, drafts_of
from yui.journal.queries import Read, reveal
from yui.journal.states import Purpose

_FIRST = 3
_ROW_FIELDS = ("exchange.stagingrow.original", "exchange.stagingrow.cleaned")


def own_lines_to_publish(batch_id: UUID) -> int:
    """This function will count the drafts of a batch whose number is somebody's own line."""
    batch = Batch.objects.get(id=batch_id)
    own = Phone.objects.filter(
        service__in=drafts_of(batch), is_private=True, kind=PhoneKind.VOICE.value
    )
    return own.values("service_id").distinct().count()


def houses_to_publish(batch_id: UUID) -> int:
    """This function will count the drafts of a batch whose place is somebody's house."""
    batch = Batch.objects.get(id=batch_id)
    houses = ServiceAtLocation.objects.filter(service__in=drafts_of(batch), location__is_home=True)
    return houses.values("service_id").distinct().count()


def reveal_rows(plan: BatchInfo, *, purpose: Purpose = Purpose.IMPORT) -> None:
    """This function will note that somebody reads the rows of a batch: names, telephones."""
    if plan.row_count and not plan.is_tidied:
        reveal(Read(purpose, "exchange.batch", str(plan.id), plan.area_path, _ROW_FIELDS))


def first_public(source_id: int | None) -> tuple[tuple[str, str], ...]:
    """This function will return names and addresses of the first public records of an edition."""
    if source_id is None:
        return ()
    rows = Service.objects.filter(source_id=source_id, state__in=LISTED)
    found = rows.order_by("source_row", "id").values_list("name", "short_code")
    return tuple((name, service_url(code)) for name, code in found[:_FIRST])
