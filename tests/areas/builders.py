"""A small invented country, built by the room's own actions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from yui.areas.actions import NewTown, create_area, create_towns
from yui.areas.queries import AreaInfo, TownInfo
from yui.areas.states import Tier
from yui.policy.roles import Role
from yui.policy.viewer import Viewer, operator

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
BY = operator("test")
TOWN = "90/90201/"
OFFICER = Viewer(role=Role.MUNICIPAL_OFFICER, user_id=1, membership_id=1, area_path=TOWN)
NEIGHBOUR = Viewer(role=Role.MUNICIPAL_OFFICER, user_id=2, membership_id=2, area_path="90/90202/")


def area(parent: str, segment: str, tier: Tier, name: str, **more: Any) -> AreaInfo:
    """Make one area as the operator does."""
    return create_area(
        by=BY, at=AT, parent_path=parent, segment=segment, tier=tier, name=name, **more
    )


def country() -> AreaInfo:
    """One sample prefecture with two municipalities; the first is returned."""
    area("", "90", Tier.PREFECTURE, "見本県", kana="みほんけん", is_sample=True)
    town = area(
        *("90/", "90201", Tier.MUNICIPALITY, "見本市"),
        kana="みほんし",
        latitude=31.0,
        longitude=136.0,
        website="https://mihon.example/",
    )
    area(
        *("90/", "90202", Tier.MUNICIPALITY, "例市"),
        kana="れいし",
        latitude=31.1,
        longitude=136.0,
    )
    return town


def towns(*names: str, path: str = TOWN) -> tuple[TownInfo, ...]:
    """Make 町字 without points."""
    return create_towns(by=BY, at=AT, area_path=path, towns=[NewTown(name) for name in names])
