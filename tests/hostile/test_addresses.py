"""Bad input of every kind in every address gets a sentence, never a 500."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.inputs import FILES
from tests.journeys.site import environment
from tests.journeys.worlds import TEMPLATE_DATABASE, database, drop

pytestmark = pytest.mark.xdist_group("journeys")

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ALLOWED = {200, 301, 302, 400, 404, 405, 410, 414}
# Far above what any of them takes; what a hostile input multiplies takes minutes.
LONGEST_MS = 3_000
LONGEST_FILE_MS = 10_000
# Pages with a form set its token; a chosen list is kept on the device only when asked for.
# The home of a town is remembered as the town chosen last: the one cookie without a form.
REMEMBERED = {"portal:area": ["yui_town"]}
WITH_FORM = {
    "ui:settings",
    "ui:gallery",
    "directory:list-add",
    "directory:list-keep",
    "directory:report-service",
    "directory:report-organization",
    "directory:slip",
    "directory:slip-code",
    "members:claim",
    "members:register",
    "members:continue",
    "members:application",
    "members:step",
    "members:send",
}

Answers = list[dict[str, Any]]


@pytest.fixture(scope="module")
def crawled(world: Path, database_url: str, tmp_path_factory: Any) -> Any:
    """What every address answered, in a process and a copy of the world of its own."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(world, folder / "data")
    url = database(database_url, "yui_hostile", template=TEMPLATE_DATABASE)
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.crawl", str(folder / "answers")],
        cwd=REPOSITORY, env={**environment(folder / "data", url), "YUI_PROFILE": "test"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    yield folder / "answers"
    drop(database_url, "yui_hostile")


@pytest.fixture(scope="module")
def answers(crawled: Path) -> Answers:
    return [json.loads(line) for line in crawled.read_text(encoding="utf-8").splitlines()]


def shown(wrong: Answers) -> list[str]:
    """The first of each address, short enough to read."""
    first = {(each["who"], each["name"], each["status"]): each for each in reversed(wrong)}
    return [
        f"{each['who']} {each['status']} {each['spent_ms']} ms {each['input']} {each['url'][:120]}"
        for each in first.values()
    ]


def test_every_address_was_asked_with_every_input(answers):
    asked = Counter(each["name"] for each in answers)
    assert len(asked) >= 45
    assert len(answers) >= 8_000


def test_no_answer_is_an_error_of_the_server(answers):
    assert shown([each for each in answers if each["status"] not in ALLOWED]) == []


def test_every_refusal_says_so_in_a_japanese_sentence(answers):
    refused = [each for each in answers if each["status"] >= 400]
    wordless = [each for each in refused if not each["speaks"]]
    assert shown(wordless) == []


def test_refused_pages_are_pages(answers):
    """The API of open data answers in JSON; everything else in HTML."""
    refused = [each for each in answers if each["status"] >= 400 and each["room"] != "opendata"]
    assert shown([each for each in refused if "text/html" not in each["type"]]) == []


def test_no_input_makes_an_answer_long(answers):
    """Of what is sound, whole files and paper may take longer: they hold a whole town."""
    slow = [each for each in answers if each["spent_ms"] > _most_ms(each)]
    assert shown(slow) == []


def _most_ms(answer: dict[str, Any]) -> int:
    is_file = answer["status"] == 200 and answer["name"].startswith(FILES)
    return LONGEST_FILE_MS if is_file else LONGEST_MS


def test_nothing_typed_comes_back_as_markup_or_code(answers):
    assert shown([each for each in answers if each["leaks"]]) == []


def test_security_headers_stand_on_every_answer(answers):
    assert shown([each for each in answers if each["lacks"]]) == []


def test_public_pages_set_no_cookie(answers):
    public = [
        each for each in answers
        if each["who"] == "visitor" and each["policy"] == "public"
        and each["name"] not in WITH_FORM
    ]  # fmt: skip
    told = [
        each for each in public
        if each["cookies"] and each["cookies"] != REMEMBERED.get(each["name"])
    ]  # fmt: skip
    assert shown(told) == []


def test_no_redirect_leaves_the_site(answers):
    away = [each for each in answers if each["location"].startswith(("//", "http"))]
    assert shown([e for e in away if not e["location"].startswith("http://testserver")]) == []


def test_getting_changes_nothing(crawled):
    assert json.loads(crawled.with_suffix(".changed").read_text(encoding="utf-8")) == []
