"""What a form says about many rejected rows at once."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from yui.exchange.actions.teaching import complete_phones, mend_as_before, mend_rows
from yui.exchange.errors import ExchangeRefused
from yui.policy.door import viewer_of

_UNCONFIRMED = "電話なしで入れてよいことを、確かめてください。"


def mend_alike(request: HttpRequest, batch_id: UUID) -> int:
    """This function will mend all rows of one reason as the form says; returns how many are taken.

    What was written before is put in again when that is asked for. Telephones have two ways of
    their own: an area code before each, or none at all, agreed to.
    Raises: ExchangeRefused.
    """
    by, at, said = viewer_of(request), timezone.now(), request.POST
    if "as_before" in said:
        return mend_as_before(by=by, at=at, batch_id=batch_id)
    if "area_code" in said:
        return complete_phones(by=by, at=at, batch_id=batch_id, area_code=said["area_code"])
    reason, cell = said.get("reason", ""), said.get("cell", "")
    count = said.get("without_phone", "")
    if not count:
        original = said.get("original")
        return mend_rows(
            by=by, at=at, batch_id=batch_id, reason=reason, cell=cell, original=original
        )
    if not said.get("agreed") or not (count.isascii() and count.isdigit() and len(count) < 9):
        raise ExchangeRefused(_UNCONFIRMED)
    return mend_rows(by=by, at=at, batch_id=batch_id, reason=reason, cell="", count=int(count))
