"""`yui`: the one program. Every subcommand explains itself in Japanese."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
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
    Subcommand(
        "breach-report", "breach_report", "ある人が読んだ個人の情報の一覧を出します（もれたとき）"
    ),
    Subcommand("erase-person", "erase_person", "利用者や、記録の連絡先の人の名前・電話を消します"),
    Subcommand(
        "export-person", "export_person", "ある人について持っているものを書き出します（開示請求）"
    ),
    Subcommand("rebuild-index", "rebuild_index", "検索の索引を作り直します"),
    Subcommand("prepare", "prepare", "はじめの用意をします（地域、分類、見本のまち）"),
    Subcommand("load-world", "load_world", "見本のまちを入れます"),
    Subcommand("remove-world", "remove_world", "見本のまちを消します"),
    Subcommand("load-bulk", "load_bulk", "負荷試験のために、作りものの手助けを大量に入れます"),
    Subcommand("load-areas", "load_areas", "都道府県・市区町村・郵便番号を入れます"),
    Subcommand("load-vocabulary", "load_vocabulary", "分類のことばを入れます"),
    Subcommand("import-population", "import_population", "人口の表を取り込みます"),
    Subcommand("import-layers", "import_layers", "日常生活圏域などの区分を取り込みます"),
    Subcommand("set-word", "set_word", "まちの言葉（ふつうの呼び名の代わり）を決めます"),
    Subcommand("set-window", "set_window", "まちや圏域の窓口（電話・時間・サイト）を決めます"),
    Subcommand("open-area", "open_area", "市区町村を開きます（住民の画面に出ます）"),
    Subcommand("inventory", "inventory", "住所（URL）の一覧と、それぞれの権限を出します"),
    Subcommand("backup", "backup", "控えを一つのファイルに取ります（動かしたまま取れます）"),
    Subcommand("restore", "restore", "控えを、空のフォルダーに戻します"),
    Subcommand("dump", "dump", "データベースの中身を決まった形で書き出します"),
    Subcommand("create-officer", "create_officer", "職員が入るための名前を作ります"),
    Subcommand("approve", "approve", "二人目の承認を待つ申し出を出し、承認します"),
    Subcommand("new-password", "new_password", "新しいパスワードを決めるコードを出します"),
    Subcommand("code-sheet", "code_sheet", "パスワードのあとに打つ番号の表を出します"),
    Subcommand("break-glass", "break_glass", "非常時に、数時間だけの立場を開きます"),
    Subcommand("settings", "print_settings", "環境変数の一覧と、いまの設定を出します"),
    Subcommand("migrate", "migrate", "データベースの形を新しくします"),
)
# Options every subcommand takes; they become YUI_* variables before Django starts.
_GLOBAL_OPTIONS = {
    "--data": "YUI_DATA",
    "--database-url": "YUI_DATABASE_URL",
    "--profile": "YUI_PROFILE",
}
# Options of Django that nobody who runs Yui needs; they still work.
_DJANGO_OPTIONS = (
    *("--version", "--verbosity", "--settings", "--pythonpath"),
    *("--traceback", "--no-color", "--force-color"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """This function will run one subcommand and return its exit code.

    `--data`, `--database-url` and `--profile` are understood before Django starts, anywhere
    on the line; everything else goes to the command. Exit codes: 0 done, 1 refused, 2 unknown.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        rest = _take_global_options(words)
    except ValueError as error:
        return _refuse(f"{error} のあとに値を書いてください。", 2)
    if not rest or rest[0] in ("-h", "--help", "help"):
        sys.stdout.write(_overview())
        return 0
    found = next((each for each in SUBCOMMANDS if each.name == rest[0]), None)
    if found is None:
        return _refuse(f"「{rest[0]}」という仕事はありません。\n\n{_overview()}", 2)
    return _run(found, rest[1:])


def _take_global_options(words: list[str]) -> list[str]:
    """Raises: ValueError with the name of an option that has no value."""
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        name, _equals, value = word.partition("=")
        if name not in _GLOBAL_OPTIONS:
            rest.append(word)
            continue
        value = value or next(waiting, "")
        if not value or value.startswith("--"):
            raise ValueError(name)
        os.environ[_GLOBAL_OPTIONS[name]] = value
    return rest


def _run(found: Subcommand, arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yui.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError, SystemCheckError
    from django.db import DatabaseError, InterfaceError

    from yui.config.backup.archive import BackupRefused
    from yui.config.backup.target import staged

    try:
        with staged(arguments) if found.name == "restore" else nullcontext():
            _execute(found, arguments)
    except BackupRefused as error:
        return _refuse(str(error), 1)
    except ImproperlyConfigured as error:
        return _refuse(f"設定がまちがっています。{error}", 1)
    except SystemCheckError as error:
        return _refuse(str(error), 1)
    except CommandError as error:
        return _refuse(str(error), error.returncode)
    except (DatabaseError, InterfaceError) as error:
        return _refuse(_database_sentence(error), 1)
    except KeyboardInterrupt:
        return 130
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def _execute(found: Subcommand, arguments: Sequence[str]) -> None:
    """Django's own runner names itself and its errors in English; this one lets us speak."""
    import django
    from django.core.management import load_command_class
    from django.core.management.base import DjangoHelpFormatter
    from django.db import connections

    django.setup()
    command = load_command_class(_app_of(found.command), found.command)
    # A mistyped option explains itself and ends with 2 instead of raising.
    command._called_from_command_line = True  # type: ignore[attr-defined]  # Django's switch
    command.suppressed_base_arguments = set(_DJANGO_OPTIONS)
    parser = command.create_parser("yui", found.name, formatter_class=DjangoHelpFormatter)
    options = vars(parser.parse_args(list(arguments)))
    try:
        command.execute(*options.pop("args", ()), **options)
    finally:
        connections.close_all()


def _app_of(command: str) -> str:
    """Raises: CommandError for a command whose room is not built in."""
    from django.core.management import CommandError, get_commands

    found = get_commands().get(command)
    if found is None:
        raise CommandError(f"{command} は、この設置には入っていません。")
    return found


def _database_sentence(error: Exception) -> str:
    from django.db import ProgrammingError

    if isinstance(error, ProgrammingError) or "no such" in str(error):
        return "データベースの用意ができていません。先に yui migrate を動かしてください。"
    return (
        f"データベースが使えません（{str(error).strip()}）。"
        "動いているか、場所とディスクの空きを確かめてください。"
    )


def _refuse(sentence: str, code: int) -> int:
    sys.stderr.write(f"yui: {sentence}\n")
    return code


def _overview() -> str:
    lines = "".join(f"  yui {each.name:<18}{each.purpose}\n" for each in SUBCOMMANDS)
    return (
        "結（Yui） 生活支援共創プラットフォーム\n\n使い方: yui 仕事 [--data フォルダー]\n\n"
        f"{lines}\nくわしくは yui 仕事 --help\n"
    )


if __name__ == "__main__":
    sys.exit(main())
