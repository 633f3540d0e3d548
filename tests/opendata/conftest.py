"""The town that the tests of open data start from, and the published HSDS schemas."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from tests.conftest import REPOSITORY
from tests.directory.builders import Town, build_town
from yui.areas.models import Area
from yui.taxonomy.models import Taxonomy

CODES = {"98/": "980005", "98/98001/": "980013", "98/98002/": "980021"}


@pytest.fixture
def town(db: None, at: datetime) -> Town:
    """A small town with codes, a group, windows, terms and two sources."""
    made = build_town(at)
    for path, code in CODES.items():
        Area.objects.filter(path=path).update(code=code)
    # Terms are kept in memory by version; each test has terms of its own.
    Taxonomy.objects.update(version=uuid4().hex)
    return made


@pytest.fixture
def visitor(settings: Any, monkeypatch: pytest.MonkeyPatch, at: datetime) -> Client:
    """Somebody without a session, on the day of the tests; a failing view answers 500."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False)


@pytest.fixture(scope="session")
def hsds() -> Callable[..., list[str]]:
    """What the published HSDS 3.1 schemas, formats checked, find wrong with a value."""
    folder = Path(os.environ.get("YUI_SHARED", REPOSITORY.parent / "shared")) / "schemas/hsds/3.1"
    if not folder.is_dir():
        pytest.skip(f"{folder} がないため、HSDS の検査をとばします")
    kept: dict[tuple[str, ...], Draft202012Validator] = {}

    def faults(value: object, name: str, *inside: str) -> list[str]:
        if (name, *inside) not in kept:
            schema = json.loads((folder / "compiled" / f"{name}.json").read_text("utf-8"))
            for step in inside:
                schema = schema[step]
            kept[(name, *inside)] = Draft202012Validator(
                schema, format_checker=Draft202012Validator.FORMAT_CHECKER
            )
        found = kept[(name, *inside)].iter_errors(value)
        return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in found]

    return faults
