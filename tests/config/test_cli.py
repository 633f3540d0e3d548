"""`yui`: every subcommand explains itself, every mistake gets a sentence and an exit code."""

from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.config.conftest import Program
from yui.config.cli import SUBCOMMANDS

pytestmark = pytest.mark.xdist_group("program")


def test_overview_without_a_subcommand_lists_all_of_them(empty: Program) -> None:
    answer = empty()

    assert answer.code == 0
    assert all(each.name in answer.out and each.purpose in answer.out for each in SUBCOMMANDS)


@pytest.mark.parametrize("subcommand", SUBCOMMANDS, ids=lambda each: each.name)
def test_subcommand_when_named_has_a_command_behind_it(subcommand) -> None:
    assert subcommand.command in get_commands()


@pytest.mark.parametrize("words", [("collectstatic",), ("shell",), ("うごかす",)])
def test_program_when_the_subcommand_is_unknown_ends_with_2(empty: Program, words) -> None:
    answer = empty(*words)

    assert answer.code == 2
    assert f"「{words[0]}」という仕事はありません。" in answer.err
    assert answer.out == ""


def test_program_when_an_option_is_mistyped_ends_with_2(migrated: Program) -> None:
    answer = migrated("verify", "--jsn-please")

    assert answer.code == 2
    assert "--jsn-please" in answer.err
    assert "Traceback" not in answer.err


def test_program_when_a_global_option_has_no_value_ends_with_2(empty: Program) -> None:
    answer = empty("verify", "--profile")  # what follows is --data, which is no profile

    assert answer.code == 2
    assert "--profile のあとに値を書いてください。" in answer.err


def test_help_of_a_subcommand_shows_only_what_its_users_need(empty: Program) -> None:
    answer = empty("verify", "--help")

    assert answer.code == 0
    assert "データに壊れたところがないか調べます。" in answer.out
    assert "--settings" not in answer.out


def test_program_when_a_variable_is_unknown_names_it_in_japanese(empty: Program) -> None:
    answer = empty("verify", YUI_ALOWED_HOSTS="yui.example.jp")

    assert answer.code == 1
    assert "環境変数 YUI_ALOWED_HOSTS は知りません。" in answer.err
    assert "YUI_ALLOWED_HOSTS" in answer.err
    assert "Traceback" not in answer.err


def test_program_when_the_database_is_not_migrated_says_what_to_do(empty: Program) -> None:
    answer = empty("work", "--until-empty")

    assert answer.code == 1
    assert "yui migrate" in answer.err
    assert "Traceback" not in answer.err


def test_program_when_the_data_folder_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way", encoding="utf-8")

    answer = Program(tmp_path / "a file" / "data")("verify")

    assert answer.code == 1
    assert "に書けません" in answer.err
    assert "Traceback" not in answer.err
