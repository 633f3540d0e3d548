"""Erasing a user or the contact person of a record: rooms, files, index, list, in this order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from yui.accounts.actions import erase_user
from yui.accounts.queries import Person, user_ids
from yui.config.erasing.listing import Erased, note_erased
from yui.config.erasing.scrubbing import drop_mail, remains, scrub
from yui.directory.actions import erase_contact
from yui.directory.queries.erasing import (
    ContactHeld,
    contact_of_organization,
    contact_of_service,
    keys_of_records,
)
from yui.exchange.actions import forget_batches, forget_mends
from yui.exchange.queries import NamingBatch, batch_ids, batches_naming
from yui.lib.traces import Traces
from yui.policy.viewer import Viewer
from yui.search.actions import forget_words, rebuild, rewrite

USER, SERVICE, ORGANIZATION, BATCH = (
    "accounts.user",
    "directory.service",
    "directory.organization",
    "exchange.batch",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """This value will hold what is left to say after somebody was erased.

    `is_scrubbed` is false while somebody still reads the old log of the database; `left` counts
    rows, by "room.model", that say the same name or number of perhaps somebody else.
    """

    is_scrubbed: bool
    mails: int
    left: Counter[str]


def erase_one_user(*, by: Viewer, at: datetime, person: Person) -> Outcome:
    """This function will erase a person who signs in, everywhere.

    Raises: AccountRefused, NotManaged; then nothing was changed.
    """
    traces = erase_user(by=by, at=at, user_id=person.user_id)
    note_erased([(USER, str(person.user_id))], at=at)
    return _finish(at, traces, ())


def batches_of(held: ContactHeld) -> tuple[NamingBatch, ...]:
    """This function will return the imports whose file names the contact person, or may."""
    return batches_naming(held.traces, area_path=held.area_path)


def erase_one_contact(*, by: Viewer, at: datetime, held: ContactHeld) -> Outcome:
    """This function will erase the contact person of a record, everywhere.

    Files that nobody has read yet stay: only a person can tell whether they name somebody.
    Raises: MoveRefused while an import that names the person is worked on; then nothing of the
    record was changed.
    """
    named = [each.id for each in batches_of(held) if each.is_read]
    note_erased([*((BATCH, str(key)) for key in named), _thing(held)], at=at)
    forget_batches(by=by, at=at, batch_ids=named)
    forget_mends(traces=held.traces, area_path=held.area_path)
    touched = erase_contact(by=by, at=at, held=held)
    return _finish(at, held.traces, touched)


def erase_again(*, by: Viewer, at: datetime, path: Path, since: datetime) -> int:
    """This function will erase in a restored database who was erased since its backup was made.

    Returns how many. The index is made anew afterwards by whoever restores.
    """
    erased = Erased(path, since=since)
    batches = erased.among(BATCH, batch_ids())
    forget_batches(by=by, at=at, batch_ids=map(UUID, batches), even_working=True)
    users = erased.among(USER, user_ids())
    for user_id in users:
        erase_user(by=by, at=at, user_id=int(user_id), even_last=True)
    services, organizations = keys_of_records()
    held = [
        *(contact_of_service(UUID(key)) for key in erased.among(SERVICE, services)),
        *(contact_of_organization(UUID(key)) for key in erased.among(ORGANIZATION, organizations)),
    ]
    touched: list[UUID] = []
    for each in held:
        forget_mends(traces=each.traces, area_path=each.area_path)
        forget_words(at=at, traces=each.traces)
        touched.extend(erase_contact(by=by, at=at, held=each))
    rewrite(at=at, service_ids=touched)
    if users or held or batches:
        scrub()
    return len(users) + len(held)


def _thing(held: ContactHeld) -> tuple[str, str]:
    if held.service_id is None:
        return ORGANIZATION, str(held.organization_id)
    return SERVICE, str(held.service_id)


def _finish(at: datetime, traces: Traces, touched: Iterable[UUID]) -> Outcome:
    """Derived state first, then the bytes below it."""
    forget_words(at=at, traces=traces)
    services = tuple(touched)
    if services and rewrite(at=at, service_ids=services):
        rebuild(at=at)
    mails = drop_mail(traces)
    return Outcome(scrub(), mails, remains(traces))
