"""The machine holds the drawing: floors, floor plan, front doors, and what import-linter misses."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models

from yui.policy.checks import patterns

SOURCE = Path(__file__).resolve().parents[2] / "src" / "yui"
FLOOR = {
    name: floor
    for floor, names in enumerate(
        [
            ["lib"],
            ["policy"],
            ["ui"],
            ["journal"],
            ["areas", "taxonomy"],
            ["accounts"],
            ["review"],
            ["directory"],
            ["events", "members"],
            ["search", "notices"],
            ["opendata", "exchange", "booklets"],
            ["portal"],
            ["config"],
        ]
    )
    for name in names
}
_SUBJECTS = FLOOR.keys() - {"lib", "policy", "ui", "journal", "config"}
_FRONT_DOORS = {"models", "states", "errors", "rules", "queries", "actions", "formats"}
# What translates requests may not touch the database by itself.
_TRANSLATORS = ("views", "forms", "api", "feeds", "management", "urls", "pages")
_MANAGER_NAMES = {"objects", "_default_manager", "_base_manager"}


def _python_files(*parts: str) -> list[Path]:
    return sorted(
        path for path in SOURCE.joinpath(*parts).rglob("*.py") if "migrations" not in path.parts
    )


def test_layers_hold_when_import_linter_reads_the_house() -> None:
    finished = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=SOURCE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout[-4000:]


@pytest.mark.parametrize("path", _python_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_other_rooms_are_entered_by_their_front_door(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0]
    if room == "config":
        return
    entered = [
        (node.lineno, node.module)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    ]
    wrong = [
        f"{path.relative_to(SOURCE)}:{line} imports {module}"
        for line, module in entered
        if (parts := module.split("."))[0] == "yui"
        and len(parts) > 2
        and parts[1] in _SUBJECTS - {room}
        and parts[2] not in _FRONT_DOORS
    ]
    assert wrong == []


def test_foreign_keys_point_downwards_or_stay_in_their_room() -> None:
    upward = []
    for model in apps.get_models():
        room = model.__module__.split(".")[1] if model.__module__.startswith("yui.") else ""
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.related_model
            if not room or not isinstance(field, models.ForeignKey) or target is None:
                continue
            other = target.__module__.split(".")[1] if target.__module__.startswith("yui.") else ""
            if other and other != room and FLOOR[other] >= FLOOR[room]:
                upward.append(f"{model._meta.label}.{field.name} → {other}")
    assert upward == []


@pytest.mark.parametrize("path", _python_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_translators_use_no_manager_when_they_want_data(path: Path) -> None:
    relative = path.relative_to(SOURCE)
    second = relative.parts[1].removesuffix(".py") if len(relative.parts) > 1 else ""
    if second not in _TRANSLATORS or relative.parts[0] == "config":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = [
        f"{relative}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in _MANAGER_NAMES
    ]
    assert used == []


@pytest.mark.parametrize("path", _python_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_product_code_asserts_nothing_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    asserts = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    assert asserts == [], f"{path}: assert disappears under -O"
    assert len(text.splitlines()) <= 420, f"{path}: a file past 400 lines becomes a package"


def test_every_room_has_a_readme_of_one_screen() -> None:
    for room in FLOOR.keys() - {"config"}:
        readme = SOURCE / room / "README.md"
        assert readme.is_file(), f"{room} has no README.md"
        assert len(readme.read_text(encoding="utf-8").splitlines()) <= 80, room


def test_system_checks_are_silent_so_every_url_has_a_door_and_every_field_a_class() -> None:
    assert run_checks() == []


def test_first_url_segment_names_the_room_of_the_view() -> None:
    wrong = []
    for path, _name, pattern in patterns():
        module = pattern.callback.__module__
        room = module.split(".")[1] if module.startswith("yui.") else ""
        segment = path.split("/")[0]
        if room not in ("portal", "") and segment != room:
            wrong.append(f"/{path} is served by {module}")
    assert wrong == []


def test_templates_live_in_the_folder_of_their_room() -> None:
    wrong = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("jinja2/**/*.jinja")
        if path.relative_to(SOURCE).parts[2] not in (path.relative_to(SOURCE).parts[0], "django")
    ]
    assert wrong == []


def test_every_form_refuses_personal_numbers() -> None:
    from django import forms
    from django.urls import get_resolver

    from yui.ui.forms import Form

    assert get_resolver().url_patterns  # loads every room's forms
    ours = [each for each in _below(forms.Form) if each.__module__.startswith("yui.")]
    bare = {each.__name__ for each in ours if not issubclass(each, Form)}

    assert len(ours) > 25
    assert bare <= _OF_SIGNING_IN


# allauth's forms with a field of ours: sign-in names, passwords and codes, none of them kept.
_OF_SIGNING_IN = {"SignInForm", "NewPasskeyForm", "PasskeyForm", "PasskeyAgainForm"}


def _below(parent: type) -> list[type]:
    return [one for each in parent.__subclasses__() for one in (each, *_below(each))]
