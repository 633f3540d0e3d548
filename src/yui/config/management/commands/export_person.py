"""`yui export-person`: everything held about one person, in one zip（開示請求, PV-06）."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.accounts.queries import held_of_user, person_of
from yui.directory.errors import ServiceNotFound
from yui.directory.queries.disclosing import held_of_contact
from yui.directory.queries.erasing import contact_held
from yui.lib.takeout import packed


class Command(BaseCommand):
    """This command will write the zip that is handed to the person it is about."""

    help = (
        "利用者、または記録の連絡先の人について持っているものを、ひとつの zip に書き出します。"
        "中に、ほかの人の名前はありません。本人確認をして、本人にわたします。"
    )

    def add_arguments(self, parser: Any) -> None:
        """This function will take a user or a record, and the name of the file."""
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--user", help="入るときの名前")
        who.add_argument("--contact", help="手助けか団体の、記録の番号（8字）")
        parser.add_argument("--name", default="", help="記録に何人もいるとき、その人の名前")
        parser.add_argument("file", type=Path, help="作るファイル（まだない名前）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will write the file and say where it is."""
        if options["user"]:
            body = _of_user(options["user"])
        else:
            body = _of_contact(options["contact"], options["name"])
        _write(options["file"], body)
        self.stdout.write(
            f"{options['file']} に書き出しました。わたしたら、このファイルは消してください。"
        )


def _of_user(login: str) -> bytes:
    person = person_of(login)
    if person is None:
        raise CommandError(f"「{login}」という名前の人はいません。")
    now = timezone.now()
    return held_of_user(person.user_id, at=now).packed(at=now)


def _of_contact(code: str, name: str) -> bytes:
    try:
        held = contact_held(code)
    except ServiceNotFound as error:
        raise CommandError(str(error)) from error
    names = sorted(held.traces.names)
    if len(names) > 1 and name not in names:
        raise CommandError(
            f"この記録には {len(names)}人の名前があります（{'、'.join(names)}）。"
            "だれのものか、--name で書いてください。"
        )
    about = {
        "だれの": f"「{held.name}」の連絡先の人",
        "作った日時": f"{timezone.localtime():%Y-%m-%d %H:%M}",
    }
    return packed(held_of_contact(held, name=name), about=about)


def _write(path: Path, body: bytes) -> None:
    """Only whoever runs the command may read it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise CommandError(f"{path} は、もうあります。別の名前にしてください。") from error
    except OSError as error:
        raise CommandError(f"{path} に書けません（{error.strerror}）。") from error
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(body)
