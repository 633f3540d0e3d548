"""`yui inventory --json` (H3): every URL, its parameters and who may pass."""

import json

import pytest
from django.core.management import call_command

from yui.policy.checks import patterns

SHAPE = {
    "pattern": str,
    "name": str,
    "room": str,
    "methods": list,
    "params": dict,
    "policy": str,
    "object_type": (str, type(None)),
    "writes": bool,
}
PARAMETERS = {"uuid", "code", "short", "slug", "int", "date"}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


@pytest.fixture
def rows(capsys: pytest.CaptureFixture[str]):
    call_command("inventory", "--json")
    return json.loads(capsys.readouterr().out)


def test_inventory_has_every_url_in_the_promised_shape(rows) -> None:
    assert len(rows) == len(list(patterns())) > 20
    for row in rows:
        assert list(row) == list(SHAPE)
        for name, kind in SHAPE.items():
            assert isinstance(row[name], kind), (row["pattern"], name, row[name])


def test_inventory_names_no_parameter_nor_method_outside_the_contract(rows) -> None:
    assert {kind for row in rows for kind in row["params"].values()} <= PARAMETERS
    assert {method for row in rows for method in row["methods"]} <= METHODS


def test_inventory_knows_a_policy_and_the_room_of_every_url(rows) -> None:
    assert {row["policy"] for row in rows} <= {
        "public", "signed_in", "staff", "development", "sign_in_pages",
    }  # fmt: skip
    for row in rows:
        first = row["pattern"].split("/")[0]
        assert row["room"] == "portal" or row["room"] == first, row["pattern"]


def test_inventory_when_only_reading_is_allowed_says_that_nothing_is_written(rows) -> None:
    reading = [row for row in rows if set(row["methods"]) <= {"GET", "HEAD"}]

    assert reading
    # The protocol of sign-in elsewhere comes back by GET; its state is good once.
    writing = [row["pattern"] for row in reading if row["writes"]]
    assert writing == ["accounts/oidc/<slug:key>/callback/"]


def test_inventory_knows_the_parameters_of_a_search(rows) -> None:
    (search,) = [row for row in rows if row["name"] == "portal:search"]

    assert search["params"] == {"jis": "code"}
    assert search["methods"] == ["GET", "HEAD"]
    assert search["policy"] == "public"


def test_inventory_for_people_has_one_line_for_every_url(
    rows, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("inventory")

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(rows)
    assert all(row["policy"] in line for row, line in zip(rows, lines, strict=True))
