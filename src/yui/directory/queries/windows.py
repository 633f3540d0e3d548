"""Who answers for an area, and how fresh records of it have to be."""

from __future__ import annotations

from collections.abc import Iterable

from yui.directory.queries.deriving import window_for
from yui.directory.queries.rows import load_bodies, paths_to
from yui.directory.queries.values import WindowOf


def window_of(area_path: str) -> WindowOf | None:
    """This function will return the window of a 圏域 or town: 包括, else 社協, else the office.

    None when nobody with a telephone is known. One query.
    """
    return window_for(area_path, load_bodies(paths_to(area_path)))


def windows_of(area_paths: Iterable[str]) -> dict[str, WindowOf | None]:
    """This function will return the windows of many areas. One query."""
    paths = sorted(set(area_paths))
    bodies = load_bodies(sorted({around for path in paths for around in paths_to(path)} | {""}))
    return {path: window_for(path, bodies) for path in paths}
