"""Who may change an area, and what "within an area" means to a database."""

from __future__ import annotations

from django.db.models import Q

from yui.policy.decide import Action, Facts, decide
from yui.policy.roles import OFFICERS, Role
from yui.policy.viewer import Viewer

# The letter after "/" in ASCII: the first text that sorts behind every path of an area.
_AFTER_SLASH = chr(ord("/") + 1)


def next_path(path: str) -> str:
    """This function will return the first text behind every path within `path`.

    Containment is `path >= p AND path < next_path(p)` in byte order. The nation ("") has no
    end, so an empty text is returned and no upper bound must be used.
    """
    return path.removesuffix("/") + _AFTER_SLASH if path else ""


def within(path: str, field: str = "path") -> Q:
    """This function will build the condition "lies in the area `path`, or is it".

    `field` names the path, for instance "area__path". It uses the index on every database.
    """
    if not path:
        return Q()
    return Q(**{f"{field}__gte": path, f"{field}__lt": next_path(path)})


def may_keep(viewer: Viewer, path: str) -> bool:
    """This function will say whether the viewer keeps the towns, layers and words of an area."""
    return decide(viewer, Action.WRITE, Facts(area_path=path))


def may_open(viewer: Viewer, path: str) -> bool:
    """This function will say whether the viewer decides how far an area takes part."""
    return viewer.role in OFFICERS | {Role.OPERATOR} and may_keep(viewer, path)


def may_load(viewer: Viewer) -> bool:
    """This function will say whether the viewer loads national lists and makes areas."""
    return decide(viewer, Action.OPERATE, Facts(area_path=""))


def office_name(area_name: str) -> str:
    """This function will name the office of an area: 県庁, 市役所, 区役所, 町役場."""
    if area_name.endswith(("都", "道", "府", "県")):
        return f"{area_name}庁"
    return f"{area_name}{'役所' if area_name.endswith(('市', '区')) else '役場'}"
