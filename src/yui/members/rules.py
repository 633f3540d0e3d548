"""Who decides about applications, which tier one belongs to, how far a member is seen."""

from __future__ import annotations

from collections.abc import Sequence

from yui.accounts.states import BodyKind
from yui.policy.decide import (
    Action,
    Facts,
    Visibility,
    decide,
    municipality_of,
    prefecture_of,
)
from yui.policy.roles import SUBMITTERS
from yui.policy.viewer import Viewer

# What cannot act here as a company or group: offices have their own ways in.
OFFICES = frozenset({"ministry", "prefecture", "municipality"})
_KINDS = {
    "company": BodyKind.COMPANY,
    "bank": BodyKind.COMPANY,
    "post_office": BodyKind.COMPANY,
    "transport": BodyKind.COMPANY,
    "retail": BodyKind.COMPANY,
    "care_provider": BodyKind.COMPANY,
    "welfare_council": BodyKind.WELFARE_COUNCIL,
    "seniors_club": BodyKind.GROUP,
    "neighbourhood": BodyKind.GROUP,
    "community_body": BodyKind.GROUP,
    "group": BodyKind.GROUP,
    "other": BodyKind.OTHER,
}


def may_decide(viewer: Viewer, *, area_path: str, typed_by: int | None = None) -> bool:
    """This function will say whether the viewer decides about applications of an area.

    Nobody decides about what they typed themselves.
    """
    return decide(viewer, Action.REVIEW, Facts(area_path=area_path, asked_by=typed_by))


def may_type(viewer: Viewer) -> bool:
    """This function will say whether the viewer types applications from paper."""
    return viewer.role in SUBMITTERS and viewer.user_id is not None


def may_see(viewer: Viewer, *, area_path: str, body_id: int | None, visibility: Visibility) -> bool:
    """This function will say whether the viewer may know of a member."""
    facts = Facts(area_path=area_path, visibility=visibility, body_id=body_id, is_published=True)
    return decide(viewer, Action.READ, facts)


def tier_of(paths: Sequence[str]) -> str:
    """This function will return the path of the office that decides about these areas.

    One town: the town. Several of one prefecture: the prefecture. More: the nation, "".
    """
    towns = {municipality_of(path) for path in paths}
    if len(towns) == 1 and "" not in towns:
        return towns.pop()
    prefectures = {prefecture_of(path) for path in paths}
    return prefectures.pop() if len(prefectures) == 1 else ""


def visibilities_for(area_path: str) -> tuple[Visibility, ...]:
    """This function will return how far a member of a tier can be seen, widest first.

    Never less far than the tier itself: who decides must be able to read it.
    """
    found = [Visibility.PUBLIC, Visibility.REGISTERED]
    if prefecture_of(area_path):
        found.append(Visibility.PREFECTURE)
    if municipality_of(area_path):
        found.append(Visibility.MUNICIPALITY)
    return tuple(found)


def body_kind_of(term: str) -> BodyKind:
    """This function will return what kind of body a kind of organization acts as."""
    return _KINDS.get(term, BodyKind.NONPROFIT)
