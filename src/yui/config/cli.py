"""`yui`: the one program. Every subcommand explains itself in Japanese."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subcommand:
    """This value will name a subcommand, the Django command behind it and what it is for."""

    name: str
    command: str
    purpose: str


SUBCOMMANDS = (
    Subcommand("serve", "serve", "サイトを動かします（データベースが空なら用意します）"),
    Subcommand("work", "work", "取り込みや検索の索引など、裏の仕事をします"),
    Subcommand("import", "import_list", "一覧の表（CSV・Excel）を取り込みます"),
    Subcommand("import-undo", "import_undo", "取り込みを元に戻します"),
    Subcommand("search", "search", "住民の画面と同じ順で探した結果を出します"),
    Subcommand("verify", "verify", "データに壊れたところがないか調べます"),
    Subcommand("rebuild-index", "rebuild_index", "検索の索引を作り直します"),
    Subcommand("load-world", "load_world", "見本のまちを入れます"),
    Subcommand("remove-world", "remove_world", "見本のまちを消します"),
    Subcommand("load-areas", "load_areas", "都道府県・市区町村・郵便番号を入れます"),
    Subcommand("load-vocabulary", "load_vocabulary", "分類のことばを入れます"),
    Subcommand("import-population", "import_population", "人口の表を取り込みます"),
    Subcommand("import-layers", "import_layers", "日常生活圏域などの区分を取り込みます"),
    Subcommand("inventory", "inventory", "住所（URL）の一覧と、それぞれの権限を出します"),
    Subcommand("dump", "dump", "データベースの中身を決まった形で書き出します"),
    Subcommand("create-officer", "create_officer", "職員が入るための名前を作ります"),
    Subcommand("settings", "print_settings", "環境変数の一覧と、いまの設定を出します"),
    Subcommand("migrate", "migrate", "データベースの形を新しくします"),
)
# Options every subcommand takes; they become YUI_* variables before Django starts.
_GLOBAL_OPTIONS = {
    "--data": "YUI_DATA",
    "--database-url": "YUI_DATABASE_URL",
    "--profile": "YUI_PROFILE",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """This function will run one subcommand and return its exit code.

    `--data`, `--database-url` and `--profile` are understood before Django starts, anywhere
    on the line; everything else goes to the command. Exit codes: 0 done, 1 refused, 2 unknown.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    rest = _take_global_options(words)
    if not rest or rest[0] in ("-h", "--help", "help"):
        sys.stdout.write(_overview())
        return 0
    found = next((each for each in SUBCOMMANDS if each.name == rest[0]), None)
    if found is None:
        sys.stderr.write(f"yui: 「{rest[0]}」という仕事はありません。\n\n{_overview()}")
        return 2
    return _run(found, rest[1:])


def _take_global_options(words: list[str]) -> list[str]:
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        name, equals, value = word.partition("=")
        if name in _GLOBAL_OPTIONS:
            os.environ[_GLOBAL_OPTIONS[name]] = value if equals else next(waiting, "")
        else:
            rest.append(word)
    return rest


def _run(found: Subcommand, arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yui.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility
    from django.core.management.base import CommandError

    try:
        ManagementUtility([f"yui {found.name}", found.command, *arguments]).execute()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"yui: 設定がまちがっています。{error}\n")
        return 1
    except CommandError as error:
        sys.stderr.write(f"yui: {error}\n")
        return error.returncode
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def _overview() -> str:
    lines = "".join(f"  yui {each.name:<18}{each.purpose}\n" for each in SUBCOMMANDS)
    return (
        "結（Yui） 生活支援共創プラットフォーム\n\n使い方: yui 仕事 [--data フォルダー]\n\n"
        f"{lines}\nくわしくは yui 仕事 --help\n"
    )


if __name__ == "__main__":
    sys.exit(main())
