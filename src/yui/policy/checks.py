"""System checks: no URL without a door, no field without a privacy class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from yui.policy.door import door_of
from yui.policy.privacy import Privacy


def patterns(
    resolver: URLResolver | None = None, prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """This function will yield (path pattern, full name, pattern) of every URL of the site."""
    node = resolver or get_resolver()
    for entry in node.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, path, inner)
        else:
            yield path, f"{namespace}{entry.name or ''}", entry


def check_doors(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """This function will report every URL whose view does not declare its policy."""
    return [
        Error(
            f"URL {path!r} に権限の宣言（@door）がありません。",
            hint="ビューに @door(policy=…) を付けてください。",
            id="policy.E001",
        )
        for path, _name, pattern in patterns()
        if door_of(pattern.callback) is None
    ]


def check_privacy(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """This function will report every field of our models that has no privacy class."""
    found: list[CheckMessage] = []
    for model in apps.get_models():
        if not model.__module__.startswith("yui."):
            continue
        declared = getattr(model, "privacy", None)
        names = {field.name for field in model._meta.concrete_fields if not field.primary_key}
        names |= {field.name for field in model._meta.local_many_to_many}
        sorted_names = declared.names() if isinstance(declared, Privacy) else frozenset()
        found += [
            Error(
                f"{model._meta.label} の項目 {name} に個人情報の区分がありません。",
                hint="privacy = Privacy(public=…, internal=…, personal=…) に加えてください。",
                obj=model,
                id="policy.E002",
            )
            for name in sorted(names - sorted_names)
        ]
        found += [
            Error(f"{model._meta.label} に {name} という項目はありません。", id="policy.E003")
            for name in sorted(sorted_names - names)
        ]
    return found
