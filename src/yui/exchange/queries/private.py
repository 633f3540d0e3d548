"""What of a list stays hidden when it becomes public."""

from __future__ import annotations

from uuid import UUID

from yui.directory.models import Phone
from yui.directory.states import PhoneKind
from yui.exchange.models import Batch
from yui.exchange.queries.batches import drafts_of


def own_lines_to_publish(batch_id: UUID) -> int:
    """This function will count the drafts of a batch whose number is somebody's own line."""
    batch = Batch.objects.get(id=batch_id)
    own = Phone.objects.filter(
        service__in=drafts_of(batch), is_private=True, kind=PhoneKind.VOICE.value
    )
    return own.values("service_id").distinct().count()
