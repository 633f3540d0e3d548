"""`yui erase-person`: a user, or the contact person of a record, is forgotten (H14, PV-07)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.queries import person_of
from yui.config.erasing.listing import list_path
from yui.config.erasing.people import (
    Outcome,
    batches_of,
    erase_one_contact,
    erase_one_user,
)
from yui.directory.errors import ServiceNotFound
from yui.directory.queries.erasing import ContactHeld, contact_held
from yui.exchange.errors import ExchangeRefused
from yui.policy.viewer import operator

_BY = operator("erase-person")
_ASK = "まだ何も消していません。消すときは、同じ命令に --yes を付けてください。"
_BACKUPS = (
    "これより前に取った控えには、まだ残っています。控えを戻すときは {path} を --erased に渡すと、"
    "もう一度消えます。このファイルは、控えとは別に写しておいてください。"
)
_BUSY = (
    "データベースの記録（WAL）を、ほかの仕事が読んでいて、まだ空にできません。"
    "yui serve と yui work をいちど止めると、消えます。"
)


class Command(BaseCommand):
    """This command will say what is to be erased; with --yes it does so."""

    help = (
        "利用者、または記録の連絡先の人の、名前・電話・メールを消します。"
        "データのフォルダーの、検索の索引や取り込んだ表からも消えます。元に戻せません。"
    )

    def add_arguments(self, parser: Any) -> None:
        """This function will take a user or a record, and --yes."""
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--user", help="入るときの名前")
        who.add_argument("--contact", help="手助けか団体の、記録の番号（8字）")
        parser.add_argument("--yes", action="store_true", help="ほんとうに消します")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will find who is meant, show it, and erase when told so."""
        try:
            if options["user"]:
                outcome = self._user(options["user"], is_sure=options["yes"])
            else:
                outcome = self._contact(options["contact"], is_sure=options["yes"])
        except (AccountRefused, NotManaged, ExchangeRefused, ServiceNotFound) as error:
            raise CommandError(str(error)) from error
        if outcome is None:
            self.stdout.write(_ASK)
        else:
            self._tell(outcome)

    def _user(self, login: str, *, is_sure: bool) -> Outcome | None:
        person = person_of(login)
        if person is None:
            raise CommandError(f"「{login}」という名前の人はいません。")
        self.stdout.write(
            f"{person.display_name}（{person.login}）番号 {person.user_id}: 名前、メール、"
            "パスワード、2段階の確認、招待のときの名前を消し、すべての立場を終わりにします。"
        )
        if not is_sure:
            return None
        return erase_one_user(by=_BY, at=timezone.now(), person=person)

    def _contact(self, code: str, *, is_sure: bool) -> Outcome | None:
        held = contact_held(code)
        if held.is_empty:
            raise CommandError(
                f"「{held.name}」には、人の名前も、個人の電話も、メールもありません。"
            )
        for line in _planned(held):
            self.stdout.write(line)
        if not is_sure:
            return None
        return erase_one_contact(by=_BY, at=timezone.now(), held=held)

    def _tell(self, outcome: Outcome) -> None:
        self.stdout.write("消しました。だれが何をしたかの記録（記録簿）は、番号だけで残ります。")
        if not outcome.is_scrubbed:
            self.stdout.write(_BUSY)
        for label, count in sorted(outcome.left.items()):
            self.stdout.write(
                f"同じ名前か電話が {label} に {count}件あります。"
                "同じ人のことなら、画面で直してください。"
            )
        self.stdout.write(_BACKUPS.format(path=list_path()))


def _planned(held: ContactHeld) -> Iterable[str]:
    yield f"「{held.name}」の連絡先の人を消します。"
    traces = held.traces
    for label, values in (
        ("名前", traces.names),
        ("電話", traces.numbers),
        ("メール", traces.mails),
    ):
        if values:
            yield f"  {label}: {'、'.join(sorted(values))}"
    yield "  下書き、審査に出した写し、前の版のことば、変更の知らせ、自宅の場所からも消えます。"
    for batch in batches_of(held):
        if batch.is_read:
            yield f"  取り込んだ表「{batch.file_name}」を捨てます（元に戻せなくなります）。"
        else:
            yield (
                f"  まだ読んでいない表「{batch.file_name}」は残ります。"
                "この人がいれば、先に取り込みをやめてください。"
            )
    if held.others:
        yield (
            f"  ほかの団体の記録 {'、'.join(held.others)} にも、同じ名前か電話があります。"
            "同じ人なら、その番号でも動かしてください。"
        )
