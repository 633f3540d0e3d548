"""Dated events of the sample world."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from yui.config.world.content import Content, Record
from yui.config.world.land import Land
from yui.config.world.vocabulary import term
from yui.directory.actions import Identity
from yui.directory.engine.fee import Fee, FeeClass, fee_sentence
from yui.events.actions import (
    EventDateInput,
    EventInput,
    cancel_event,
    create_event,
    publish_event,
)
from yui.events.actions import Identity as EventIdentity
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer

_JAPAN = ZoneInfo("Asia/Tokyo")


def hold_events(
    *,
    by: Viewer,
    at: datetime,
    content: Content,
    land: Land,
    organizations: Mapping[str, Identity],
    locations: Mapping[str, UUID],
) -> Mapping[str, EventIdentity]:
    """This function will make the events of the content, by key; the latest stays a draft."""
    latest = max(content.events, key=lambda each: (each["in_days"], each["key"]))
    made: dict[str, EventIdentity] = {}
    for written in content.events:
        given = _input(written, land, organizations, locations, date_in_jst(at))
        identity = made[written["key"]] = create_event(by=by, at=at, given=given)
        if written is latest:
            continue
        publish_event(by=by, at=at, event_id=identity.id)
        if written["cancelled"]:
            cancel_event(by=by, at=at, event_id=identity.id, reason=written["summary"])
    return made


def _input(
    written: Record,
    land: Land,
    organizations: Mapping[str, Identity],
    locations: Mapping[str, UUID],
    today: date,
) -> EventInput:
    on = today + timedelta(days=written["in_days"])
    day = EventDateInput(
        _moment(on, written["start"]),
        _moment(on, written["end"]) if written["end"] else None,
        location_id=locations[written["place"]] if written["place"] else None,
    )
    sign_up = written["sign_up"]
    return EventInput(
        organization_id=organizations[written["organization"]].id,
        area_path=land.homes[written["area"]],
        title=written["name"],
        dates=(day,),
        kind=term("event_type", written["kind"])[1],
        summary=written["summary"],
        description=written["description"],
        fee_text=_fee(written["fee"]),
        sign_up="電話で申し込みます。" if sign_up else "申し込みはいりません。",
        sign_up_until=on - timedelta(days=sign_up["by_days_before"]) if sign_up else None,
        phone=sign_up["phone"] if sign_up else "",
        capacity=written["capacity"],
        bring=written["bring"] or "",
        is_online=written["online"],
        source_key=written["key"],
    )


def _moment(on: date, clock: str) -> datetime:
    return datetime.combine(on, time.fromisoformat(clock), _JAPAN)


def _fee(fee: Record) -> str:
    return fee_sentence(
        Fee(FeeClass(fee["class"]), fee["amount_yen"], fee["unit"] or "", fee["text"] or "")
    )
