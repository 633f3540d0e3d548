"""From a row to the facts that decisions about a service need."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache

from yui.directory.engine import consent as consent_engine
from yui.directory.queries.rows import ServiceRow
from yui.directory.rules import ConsentFacts, ServiceFacts, consent_in_engine
from yui.directory.states import ServiceState


def facts_of(row: ServiceRow, on: date) -> ServiceFacts:
    """This function will return what decisions about a service need on a day."""
    return ServiceFacts(ServiceState(row.state), row.area_path, row.body_id, _consent(row), on)


def _consent(row: ServiceRow) -> consent_engine.Consent | None:
    if row.consent_how is None or row.given_date is None:
        return consent_in_engine(None, is_official=bool(row.is_official))
    return _stored(
        row.consent_how,
        row.given_date,
        row.until,
        row.withdrawn_date,
        row.record_scopes,
        row.phone_scopes,
        row.address_scopes,
        row.leader_scopes,
    )


@lru_cache(maxsize=4096)
def _stored(
    how: str,
    given_date: date,
    until: date | None,
    withdrawn_date: date | None,
    record: str | None,
    phone: str | None,
    address: str | None,
    leader: str | None,
) -> consent_engine.Consent | None:
    """Many groups agree to the same on the same day: the value is made once."""
    stored = ConsentFacts(
        how=how,
        given_date=given_date,
        until=until,
        withdrawn_date=withdrawn_date,
        record=read_scopes(record),
        phone=read_scopes(phone),
        address=read_scopes(address),
        leader=read_scopes(leader),
    )
    return consent_in_engine(stored, is_official=False)


@lru_cache(maxsize=256)
def read_scopes(text: str | None) -> tuple[str, ...]:
    """This function will read a stored list of scopes; there are few different ones."""
    return tuple(json.loads(text)) if text else ()
