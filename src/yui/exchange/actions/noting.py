"""Lists for internal use leave line by line only after it was noted who took whose number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from yui.directory.formats.writers import WrittenRecord
from yui.exchange.queries.export import CHUNK, ids_of_codes
from yui.journal.actions import note_access
from yui.journal.queries import Read
from yui.journal.states import Purpose
from yui.policy.viewer import Viewer

# Which field of the directory each personal part of a written record comes from.
_FIELDS = {
    "phone": "directory.phone.number",
    "fax": "directory.phone.number",
    "email": "directory.service.email",
    "address": "directory.location.address",
}


def noted(
    records: Iterable[WrittenRecord], *, by: Viewer, at: datetime, area_path: str
) -> Iterator[WrittenRecord]:
    """This function will pass records on, each portion after a line per record was noted.

    A record without personal parts leaves no line. When noting fails the file breaks off.
    """
    waiting = iter(records)
    while portion := tuple(islice(waiting, CHUNK)):
        note_access(by=by, at=at, reads=_reads(portion, area_path))
        yield from portion


def _reads(portion: tuple[WrittenRecord, ...], area_path: str) -> Iterator[Read]:
    ids = ids_of_codes([record.short_code for record in portion])
    for record in portion:
        fields = dict.fromkeys(name for part, name in _FIELDS.items() if getattr(record, part))
        if fields:
            key = str(ids.get(record.short_code, record.short_code))
            yield Read(Purpose.EXPORT, "directory.service", key, area_path, tuple(fields))
