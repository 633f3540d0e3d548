"""Small things every action of this room needs: fetch, refuse, note that areas changed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from yui.areas.errors import AreaNotFound, NotYours
from yui.areas.models import Area, Stamp
from yui.areas.queries.nation import carry_nation, forget_nation
from yui.areas.rules import may_keep, may_load
from yui.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LoadReport:
    """This value will count what a load did; basis 件."""

    added: int = 0
    changed: int = 0
    same: int = 0
    vanished: int = 0
    refused: tuple[str, ...] = ()


def area_to_change(by: Viewer, path: str) -> Area:
    """This function will fetch an area the viewer may change.

    Raises: AreaNotFound; NotYours.
    """
    row = Area.objects.filter(path=path).first()
    if row is None:
        raise AreaNotFound("この地域は見つかりません。")
    if not may_keep(by, path):
        raise NotYours("この地域は、変えられません。")
    return row


def require_operator(by: Viewer) -> None:
    """This function will refuse anybody but the operator. Raises: NotYours."""
    if not may_load(by):
        raise NotYours("全国の一覧は、運用担当だけが読み込めます。")


def stamp_areas() -> None:
    """This function will make every process read the national areas again."""
    _stamp()
    forget_nation()


def stamp_layers() -> None:
    """This function will make every process read again; this one keeps the nation it has.

    For changes inside towns only: the nation holds no layers, 町字 or postcodes.
    """
    carry_nation(*_stamp())


def _stamp() -> tuple[str, str]:
    """The token that was, and the one that is; the row is locked, so nothing comes between."""
    held = Stamp.objects.select_for_update().filter(id=1).first()
    before = held.token if held else ""
    token = secrets.token_hex(16)
    Stamp.objects.update_or_create(id=1, defaults={"token": token})
    return before, token
