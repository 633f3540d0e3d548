"""`yui inventory --json`: every URL with its policy (harness contract H3)."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import URLPattern
from django.urls.resolvers import RegexPattern, RoutePattern

from yui.policy.checks import patterns
from yui.policy.door import door_of

_KINDS = {"str": "short", "slug": "slug", "int": "int", "uuid": "uuid", "path": "slug"}
_NAMED = {"short_code": "short", "jis": "code", "code": "code", "day": "date"}


class Command(BaseCommand):
    """This command will list every URL pattern, its parameters and who may pass."""

    help = "住所（URL）の一覧と、それぞれの権限を出します。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take --json."""
        parser.add_argument("--json", action="store_true", help="機械で読める形で出します")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print the inventory."""
        rows = [_row(path, name, pattern) for path, name, pattern in patterns()]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{row['policy']:<14}{','.join(row['methods']):<18}/{row['pattern']}")


def _row(path: str, name: str, pattern: URLPattern) -> dict[str, Any]:
    door = door_of(pattern.callback)
    return {
        "pattern": path,
        "name": name,
        "room": str(pattern.callback.__module__).split(".")[1]
        if str(pattern.callback.__module__).startswith("yui.")
        else path.split("/")[0],
        "methods": list(door.methods) if door else [],
        "params": _parameters(pattern.pattern),
        "policy": door.policy if door else None,
        "object_type": door.object_type if door else None,
        "writes": bool(door and door.writes),
    }


def _parameters(pattern: Any) -> dict[str, str]:
    if isinstance(pattern, RegexPattern):
        return {name: _NAMED.get(name, "slug") for name in pattern.regex.groupindex}
    if isinstance(pattern, RoutePattern):
        return {
            name: _NAMED.get(name) or _KINDS.get(_converter_name(converter), "slug")
            for name, converter in pattern.converters.items()
        }
    return {}


def _converter_name(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
