"""`yui breach-report`: what one person could read, and did read or take out (H14, PV-08)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.accounts.queries import Person
from yui.config.breaching import NamedRead, Reach, find_person, reaches_of, reads_of
from yui.lib.clock import format_moment_ja, parse_date, to_jst

_CLASSES = {"personal": "個人", "special": "要配慮", "internal": "庁内", "public": "公開"}
_BASIS = {"records": "件（記録の数）", "times": "延べ（見た回数）"}


class Command(BaseCommand):
    """This command will print the facts of a leak for one person and one time."""

    help = (
        "ある人が、ある期間に読めた・読んだ・書き出した個人の情報を、記録ごとに出します。"
        "住民に見えない項目を見たときだけ、閲覧の記録が残っています。"
    )

    def add_arguments(self, parser: Any) -> None:
        """This function will take who, from when to when, and --json."""
        parser.add_argument("--actor", required=True, help="入るときの名前（消えていれば番号）")
        parser.add_argument("--from", dest="first", required=True, help="はじめの日（2026-11-24）")
        parser.add_argument(
            "--to", dest="last", required=True, help="終わりの日（その日も入ります）"
        )
        parser.add_argument("--json", action="store_true", help="機械で読める形で出します")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print who, what was in reach, and each record that was read."""
        first, last = _day(options["first"]), _day(options["last"])
        if first > last:
            raise CommandError("--from は、--to と同じ日か前の日にしてください。")
        person = find_person(options["actor"])
        if person is None:
            raise CommandError(f"「{options['actor']}」という名前の人はいません。")
        reads = reads_of(person, first=first, last=last)
        tell = self._as_json if options["json"] else self._as_text
        tell(person, reaches_of(person), first, last, reads)

    def _as_json(
        self,
        person: Person,
        reaches: tuple[Reach, ...],
        first: date,
        last: date,
        reads: Iterator[NamedRead],
    ) -> None:
        """One document, written as it is read: a million reads need no memory."""
        head = {
            "actor": {"id": person.user_id, "login": person.login, "name": person.display_name},
            "from": first.isoformat(),
            "to": last.isoformat(),
            "as_of": timezone.now().isoformat(timespec="seconds"),
            "basis": _BASIS,
            "could_read": [_reach(each) for each in reaches],
        }
        totals = _Totals()
        self.stdout.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "reads": [', ending="\n")
        before = ""
        for read in reads:
            totals.add(read)
            self.stdout.write(before + json.dumps(_read(read), ensure_ascii=False), ending="")
            before = ",\n"
        self.stdout.write("\n], " + json.dumps(totals.told(), ensure_ascii=False)[1:])

    def _as_text(
        self,
        person: Person,
        reaches: tuple[Reach, ...],
        first: date,
        last: date,
        reads: Iterator[NamedRead],
    ) -> None:
        who = f"{person.display_name}（{person.login}）" if person.login else "名前の消えた人"
        self.stdout.write(f"{who} 番号 {person.user_id}、{first} から {last} まで\n\n読めたもの")
        for each in reaches:
            until = f"{each.role.until} まで" if each.role.until else "期限なし"
            self.stdout.write(
                f"  {each.role.role.label}、{each.role.body_name}、{each.role.area_name}"
                f"（{until}）: {each.records:,}件の、住民に見えない項目"
            )
        self.stdout.write("\n読んだもの")
        totals = _Totals()
        for read in reads:
            totals.add(read)
            self.stdout.write(_line(read))
        told = totals.told()
        self.stdout.write(f"\n合わせて {told['records']:,}件、延べ {told['times']:,}回")
        for field, count in sorted(told["fields"].items()):
            self.stdout.write(f"  {field}: {count:,}件")


class _Totals:
    """Counts while lines pass. Lines of one record follow each other."""

    def __init__(self) -> None:
        self._records = self._times = 0
        self._fields: Counter[str] = Counter()
        self._last: tuple[str, str] = ("", "")
        self._seen: set[str] = set()

    def add(self, read: NamedRead) -> None:
        record = (read.line.object_type, read.line.object_id)
        if record != self._last:
            self._last, self._seen = record, set()
            self._records += 1
        self._times += read.line.times
        named = {_named(*each) for each in read.classes} - self._seen
        self._fields.update(named)
        self._seen |= named

    def told(self) -> dict[str, Any]:
        return {"records": self._records, "times": self._times, "fields": dict(self._fields)}


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise CommandError(f"「{text}」は日付として読めません（例 2026-11-24）。") from error


def _named(privacy: str, field: str) -> str:
    return f"{field}（{_CLASSES.get(privacy, '区分なし')}）"


def _reach(each: Reach) -> dict[str, Any]:
    return {
        "context": each.role.membership_id,
        "role": each.role.role.value,
        "body": each.role.body_name,
        "area": each.role.area_path,
        "until": each.role.until.isoformat() if each.role.until else None,
        "records": each.records,
    }


def _read(read: NamedRead) -> dict[str, Any]:
    line = read.line
    return {
        "type": line.object_type,
        "id": line.object_id,
        "name": read.name,
        "area": line.area_path,
        "purpose": line.purpose.value,
        "context": line.membership_id,
        "fields": [{"field": field, "class": privacy} for privacy, field in read.classes],
        "times": line.times,
        "first_at": line.first_at.isoformat(),
        "last_at": line.last_at.isoformat(),
    }


def _line(read: NamedRead) -> str:
    line = read.line
    first, last = (format_moment_ja(to_jst(each)) for each in (line.first_at, line.last_at))
    span = first if line.first_at == line.last_at else f"{first} から {last}"
    fields = "、".join(_named(*each) for each in read.classes)
    name = read.name or "（消えた記録）"
    return (
        f"  {name} {line.object_type} {line.object_id}: {line.purpose.label}、"
        f"{line.times:,}回、{span}、{fields}"
    )
