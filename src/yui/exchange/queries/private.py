"""What of a list stays hidden when it becomes public, and what residents see of it."""

from __future__ import annotations

from uuid import UUID

from yui.directory.models import Phone, Service
from yui.directory.queries import service_url
from yui.directory.states import LISTED, PhoneKind
from yui.exchange.models import Batch
from yui.exchange.queries.batches import drafts_of

_FIRST = 3


def own_lines_to_publish(batch_id: UUID) -> int:
    """This function will count the drafts of a batch whose number is somebody's own line."""
    batch = Batch.objects.get(id=batch_id)
    own = Phone.objects.filter(
        service__in=drafts_of(batch), is_private=True, kind=PhoneKind.VOICE.value
    )
    return own.values("service_id").distinct().count()


def first_public(source_id: int | None) -> tuple[tuple[str, str], ...]:
    """This function will return names and addresses of the first public records of an edition."""
    if source_id is None:
        return ()
    rows = Service.objects.filter(source_id=source_id, state__in=LISTED)
    found = rows.order_by("source_row", "id").values_list("name", "short_code")
    return tuple((name, service_url(code)) for name, code in found[:_FIRST])
