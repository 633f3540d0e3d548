"""`world.json`: what a sample world holds, for scripts that test from outside (trust.md §3.3)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.urls import Resolver404, resolve

from yui.areas.models import Area
from yui.config.world.content import Content
from yui.config.world.land import Land
from yui.config.world.listing import Listed
from yui.config.world.people import MadeBody, Person
from yui.directory.models import Service
from yui.events.models import Event
from yui.events.states import SEEN
from yui.policy.decide import Visibility

_VISIBILITY = {
    "public": Visibility.PUBLIC,
    "municipality": Visibility.MUNICIPALITY,
    "own_body": Visibility.BODY,
}


def manifest(
    *,
    seed: int,
    size: str,
    content: Content,
    land: Land,
    bodies: Iterable[MadeBody],
    people: Iterable[Person],
    listed: Listed,
) -> dict[str, Any]:
    """This function will return what `world.json` says of a world that was just made."""
    return {
        "seed": seed,
        "size": size,
        "areas": list(_areas()),
        "bodies": [asdict(body) for body in bodies],
        "people": [asdict(person) for person in people],
        "objects": [
            *_services(content, land, listed),
            *_organizations(content, land, listed),
            *_locations(content, land, listed),
            *_events(content, land, listed),
        ],
    }


def write_manifest(path: Path, data: Mapping[str, Any]) -> None:
    """This function will write the file whole or not at all; only its owner reads passwords."""
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(data, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _areas() -> Iterator[dict[str, str]]:
    rows = Area.objects.filter(is_sample=True).order_by("path")
    for code, path, tier, name in rows.values_list("code", "path", "tier", "name"):
        yield {"code": code or "", "path": path, "tier": tier, "name": name}


def _services(content: Content, land: Land, listed: Listed) -> Iterator[dict[str, Any]]:
    ids = [identity.id for identity in listed.services.values()]
    states = dict(Service.objects.filter(id__in=ids).values_list("id", "state"))
    for written in content.services:
        identity = listed.services[written["key"]]
        yield {
            "type": "directory.service",
            "id": str(identity.id),
            "body": None,
            "area_path": land.homes[written["area"]],
            "visibility": _VISIBILITY[written["visibility"]].value,
            "state": states[identity.id],
            "urls": _urls(
                public=f"/directory/services/{identity.short_code}/",
                short=f"/s/{identity.short_code}",
                api=f"/opendata/hsds/services/{identity.id}",
            ),
            "private": {"consent.given_by": listed.tokens[written["key"]]},
            "public": {
                "key": written["key"],
                "short_code": identity.short_code,
                "name": written["name"],
                "summary": written["summary"],
            },
        }


def _organizations(content: Content, land: Land, listed: Listed) -> Iterator[dict[str, Any]]:
    for written in content.organizations:
        identity = listed.organizations[written["key"]]
        yield {
            "type": "directory.organization",
            "id": str(identity.id),
            "body": None,
            "area_path": land.homes[written["area"]],
            "visibility": _VISIBILITY[written["visibility"]].value,
            "state": "published" if written["visibility"] == "public" else "draft",
            "urls": _urls(
                public=f"/directory/organizations/{identity.short_code}/",
                api=f"/opendata/hsds/organizations/{identity.id}",
            ),
            "private": {},
            "public": {"key": written["key"], "name": written["name"]},
        }


def _locations(content: Content, land: Land, listed: Listed) -> Iterator[dict[str, Any]]:
    """The address of somebody's home is private, and there is no page of it."""
    for written in content.places:
        is_home = written["is_home"]
        location_id = listed.locations[written["key"]]
        yield {
            "type": "directory.location",
            "id": str(location_id),
            "body": None,
            "area_path": land.homes[f"town:{written['town']}"],
            "visibility": (Visibility.BODY if is_home else Visibility.PUBLIC).value,
            "state": "published",
            "urls": _urls(api=f"/opendata/hsds/locations/{location_id}"),
            "private": {"address": written["address"]} if is_home else {},
            "public": {"key": written["key"], "name": written["name"]},
        }


def _events(content: Content, land: Land, listed: Listed) -> Iterator[dict[str, Any]]:
    ids = [identity.id for identity in listed.events.values()]
    states = dict(Event.objects.filter(id__in=ids).values_list("id", "state"))
    for written in content.events:
        identity = listed.events[written["key"]]
        is_seen = states[identity.id] in SEEN
        yield {
            "type": "events.event",
            "id": str(identity.id),
            "body": None,
            "area_path": land.homes[written["area"]],
            "visibility": (Visibility.PUBLIC if is_seen else Visibility.BODY).value,
            "state": states[identity.id],
            "urls": _urls(public=f"/events/{identity.short_code}/"),
            "private": {},
            "public": {"key": written["key"], "name": written["name"]},
        }


def _urls(**candidates: str) -> dict[str, str]:
    """Only addresses that lead somewhere are named."""
    return {name: address for name, address in candidates.items() if _leads_somewhere(address)}


def _leads_somewhere(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True
