"""Events of the tests, made by the room's own actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.directory.builders import CITY, OPERATOR, Town
from yui.events.actions import EventDateInput, EventInput, Identity, create_event, publish_event
from yui.lib.clock import JST

SATURDAY = datetime(2026, 11, 28, 10, 0, tzinfo=JST)


def lecture(town: Town, **changed: Any) -> EventInput:
    """This function will return the input of a lecture with all that an event can hold."""
    whole = EventInput(
        organization_id=town.group.id,
        area_path=CITY,
        title="スマホで写真を送る会",
        dates=(day(SATURDAY),),
        kind="lecture",
        summary="孫に写真を送れるようになります",
        description="一人ずつ手伝います。",
        fee_text="無料",
        sign_up="電話で申し込み",
        phone="098-555-1500",
        phone_hours="月曜〜金曜 9時〜16時",
        capacity=12,
        bring="自分のスマホ",
    )
    return replace(whole, **changed)


def day(starts_at: datetime, hours: int = 2, **changed: Any) -> EventDateInput:
    """This function will return one day in the hall."""
    whole = EventDateInput(
        starts_at, starts_at + timedelta(hours=hours), place_name="川辺集会所", address="川辺町1-2"
    )
    return replace(whole, **changed)


def published(town: Town, at: datetime, **changed: Any) -> Identity:
    """This function will make and publish an event."""
    made = create_event(by=OPERATOR, at=at, given=lecture(town, **changed))
    publish_event(by=OPERATOR, at=at, event_id=made.id)
    return made
