"""What changed past a copy of the services (index or flat table): it may not be found there."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from yui.directory.models import Service
from yui.directory.states import LISTED
from yui.journal.queries import first_position_of, objects_after

# More changes than this behind the copy and the page check alone keeps things hidden.
_CHANGED_MAX = 5_000
_BATCHES_MAX = 10


class Behind(NamedTuple):
    """This value will hold the ids of services, and of batches, named past a position."""

    services: tuple[str, ...]
    batches: tuple[str, ...]


def behind(position: int) -> Behind:
    """This function will return what a copy that follows the journal up to `position` lacks."""
    return Behind(
        objects_after(position, object_type="directory.service", limit=_CHANGED_MAX),
        objects_after(position, object_type="directory.batch", limit=_BATCHES_MAX),
    )


def undone_from(batches: tuple[str, ...], position: int) -> int | None:
    """This function will return where the first of these batches began that the copy holds.

    A batch that the copy holds and that is named again was undone: one entry stands for all its
    services. None when there is no such batch.
    """
    firsts = (first_position_of("directory.batch", batch) for batch in batches)
    return min((first for first in firsts if first <= position), default=None)


def still_listed() -> Exists:
    """This function will return the condition that the service of a document is there yet."""
    return Exists(Service.objects.filter(id=OuterRef("key"), state__in=LISTED))
