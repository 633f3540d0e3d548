"""Making the sample world: one transaction, by the rooms' own actions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from yui.accounts.models import Body
from yui.areas.actions import load_national_areas
from yui.areas.models import Area
from yui.config.world.content import Content, written_content
from yui.config.world.generated import generated_content
from yui.config.world.land import Surveyor
from yui.config.world.listing import Listed, Lister
from yui.config.world.manifest import manifest, write_manifest
from yui.config.world.people import (
    MadeBody,
    Somebody,
    generated_people,
    make_bodies,
    make_people,
    written_people,
)
from yui.directory.actions import represent_organization
from yui.journal.actions import act
from yui.lib.ids import ids_drawn_from
from yui.policy.roles import Role
from yui.policy.viewer import Viewer
from yui.taxonomy.actions import load_vocabulary

SIZES = ("s", "m", "l")


class WorldRefused(Exception):
    """This error will say in one Japanese sentence why a world was not made or removed."""


@dataclass(frozen=True, slots=True)
class LoadedWorld:
    """This value will count what a world holds (件); `is_new` is false when it was there."""

    is_new: bool
    municipalities: int
    services: int
    organizations: int
    people: int


def load_world(
    *, by: Viewer, at: datetime, seed: int, size: str, manifest_path: Path
) -> LoadedWorld:
    """This function will make the sample world of a size, and write `world.json`.

    Vocabulary and national areas are loaded first where they are missing. Everything else is
    one transaction; `world.json` is written as its last step, so both are there or none.
    The same seed gives the same ids, names, numbers, states, passwords and secrets; only dates
    differ, which count from the day of loading. Done twice it changes nothing.
    Raises: WorldRefused when a world of another seed or size is there.
    """
    if Area.objects.filter(is_sample=True).exists():
        return _already_there(seed, size, manifest_path)
    load_vocabulary(by=by, at=at)
    if not Area.objects.filter(path="").exists():
        load_national_areas(by=by, at=at)
    added = generated_content(size=size, seed=seed)
    people = (*written_people(), *generated_people(added))
    content = written_content().joined(added)
    with ids_drawn_from(seed), act(by=by, at=at) as done:
        data = _make(by=by, at=at, seed=seed, size=size, content=content, somebodies=people)
        done.record("world.loaded", object_type="config.world", object_id=size, area_path="")
        write_manifest(manifest_path, data)
    return _counted(data, is_new=True)


def _make(
    *,
    by: Viewer,
    at: datetime,
    seed: int,
    size: str,
    content: Content,
    somebodies: Sequence[Somebody],
) -> dict[str, Any]:
    land = Surveyor(by=by, at=at, content=content).lay()
    bodies = make_bodies(by=by, at=at, content=content, land=land)
    people = make_people(by=by, at=at, seed=seed, somebodies=somebodies, bodies=bodies, land=land)
    lister = Lister(by=by, at=at, seed=seed, content=content, land=land, bodies=bodies)
    listed = lister.list_everything()
    _represent(by, at, content, somebodies, bodies, listed)
    return manifest(
        seed=seed,
        size=size,
        content=content,
        land=land,
        bodies=bodies.values(),
        people=people,
        listed=listed,
    )


def _represent(
    by: Viewer,
    at: datetime,
    content: Content,
    somebodies: Iterable[Somebody],
    bodies: Mapping[str, MadeBody],
    listed: Listed,
) -> None:
    """The owner who signs in speaks for the record of their body; all others can be claimed."""
    organization_of = {body["key"]: body["organization"] for body in content.bodies}
    posts = (
        post for each in somebodies for post in each.posts if post.role is Role.ORGANIZATION_OWNER
    )
    for key in dict.fromkeys(post.body for post in posts):
        represent_organization(
            by=by,
            at=at,
            organization_id=listed.organizations[organization_of[key]].id,
            body_id=bodies[key].id,
        )


def _already_there(seed: int, size: str, manifest_path: Path) -> LoadedWorld:
    if not manifest_path.is_file():
        count = Body.objects.filter(is_sample=True).count()
        raise WorldRefused(
            f"見本の地域（組織{count}件）が、もう入っています。"
            "先に yui remove-world で消してください。"
        )
    data = json.loads(manifest_path.read_text(encoding="utf-8"))
    if (data["seed"], data["size"]) != (seed, size):
        raise WorldRefused(
            f"別の見本の世界（--seed {data['seed']} --size {data['size']}）が、もう入っています。"
            "先に yui remove-world で消してください。"
        )
    return _counted(data, is_new=False)


def _counted(data: dict[str, Any], *, is_new: bool) -> LoadedWorld:
    kinds = [each["type"] for each in data["objects"]]
    return LoadedWorld(
        is_new,
        municipalities=sum(area["tier"] == "municipality" for area in data["areas"]),
        services=kinds.count("directory.service"),
        organizations=kinds.count("directory.organization"),
        people=len(data["people"]),
    )
