"""One row of an event list into an event, or the reason why it cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from yui.exchange.engine.cleaning import (
    LONGEST_ADDRESS,
    LONGEST_KANA,
    LONGEST_NAME,
    Cleaner,
    CleanRow,
)
from yui.exchange.engine.event_days import DayReader, check_order, days_of, read_hours
from yui.exchange.engine.event_records import event_match, event_row_key
from yui.exchange.engine.line import Line
from yui.exchange.engine.rules import Notes, Rule

_LONGEST_LINE: Final = 160
_LONGEST_PHONE: Final = 20
_NOTHING: Final = frozenset({"", "-", "なし", "無し", "無", "特になし"})
_SPAN: Final = re.compile(
    r"(?P<start>[^~〜-]*[0-9時分半][^~〜-]*)\s*[~〜-]\s*(?P<end>[^~〜-]*[0-9][^~〜-]*)"
)
_NOT_NEEDED: Final = frozenset({"不要", "申込不要", "申し込み不要", "予約不要"})
# 「申込先着20人」 says a number of people; 「20組」 and 「60名程度」 say something else.
_PEOPLE: Final = re.compile(
    r"(?:(?P<how>申込先着|当日先着|先着|抽選|定員)\s*)?(?P<count>[0-9]{1,6})[人名]"
)


@dataclass(frozen=True, slots=True)
class EventCleaner(Cleaner):
    """This object will clean the rows of an event list.

    `period` is the day the list speaks of; it gives the year to dates that name none.
    """

    period: date | None = None

    def _cleaned(self, number: int, row: tuple[str, ...], line: Line, notes: Notes) -> CleanRow:
        title = line.required("name", "行事の名前がありません。", LONGEST_NAME)
        days, rest = self._days(line)
        address = self._address(line)
        place = self._place(line, address)
        building = line.limited("building", LONGEST_NAME)
        point = self._point(line, place)
        values = self._event(line, title, rest) | {
            "days": days,
            "address": f"{address} {building}".strip()[:LONGEST_ADDRESS],
            "point": list(point) if point else None,
        }
        key = self._key(line) or event_row_key(place.path, title, days, values["place"])
        match = event_match(title, days[0]["starts"])
        return CleanRow(number, row, title, place.path, key, match, values, notes)

    def _event(self, line: Line, title: str, unfit: str) -> dict[str, Any]:
        parts: list[tuple[str, str]] = [("日時", unfit)]
        url, mail = line.url()
        phone, more_phones = self._phones(line)
        fee, more_fee = self._fitted(line, "fee", self._fee(line))
        capacity, how_many = self._capacity(line)
        sign_up, more_sign_up = self._fitted(line, "how_to_apply", self._sign_up(line, how_many))
        parts += [
            ("料金", more_fee),
            ("申し込み", more_sign_up),
            ("対象", line.text("audience")),
            ("問い合わせ先", line.text("contact_name")),
            ("ほかの電話", more_phones),
            ("メール", mail or line.mail()),
            ("行き方", line.text("access")),
            ("駐車場", line.text("parking")),
        ]
        return {
            "title": title,
            "kana": line.limited("kana", LONGEST_KANA),
            "description": _description(line, parts),
            "fee_text": fee,
            "sign_up": sign_up,
            "sign_up_until": self._until(line),
            "capacity": capacity,
            "phone": phone,
            "website": url,
            "place": line.limited("place_name", _LONGEST_LINE),
            "organization": line.organization(LONGEST_NAME, LONGEST_KANA),
            "is_closed": False,
        }

    def _days(self, line: Line) -> tuple[list[dict[str, Any]], str]:
        columns = self._header("start_time"), self._header("end_time")
        hours = read_hours(*_both_hours(line), columns)
        note = line.line("hours_note")
        if "dates_text" in line.cells:
            reader = self._reader("dates_text")
            days, last, words = reader.span(line.text("dates_text"))
            note = "　".join(part for part in (words, note) if part)
        else:
            reader = self._reader("start_date")
            days, last = self._first_and_last(line, reader)
        for written, day in reader.repairs:
            shown = f"{day.year}年{day.month}月{day.day}日"
            line.notes.repaired(reader.column, Rule.YEAR_FROM_PERIOD, written, shown)
        return days_of(days, last, hours, note)

    def _first_and_last(
        self, line: Line, reader: DayReader
    ) -> tuple[tuple[date, ...], date | None]:
        first = reader.day(line.required("start_date", "開始日がありません。", _LONGEST_LINE))
        text = line.line("end_date")
        if not text:
            return (first,), None
        reader.column = self._header("end_date")
        last = reader.day(text)
        check_order(first, last, reader.column)
        return (first,), last

    def _reader(self, name: str) -> DayReader:
        return DayReader(self.period, self._header(name))

    def _until(self, line: Line) -> str | None:
        text = line.line("apply_until_date")
        return self._reader("apply_until_date").day(text).isoformat() if text else None

    def _phones(self, line: Line) -> tuple[str, str]:
        found = line.phones(self.is_strict)
        numbers = [phone["number"] for phone in found if len(phone["number"]) <= _LONGEST_PHONE]
        extension = line.cells.get("extension", "").strip()
        more = [*numbers[1:], *([f"内線 {extension}"] if numbers and extension else [])]
        return (numbers[0] if numbers else ""), "、".join(more)

    def _fee(self, line: Line) -> str:
        basic = unicodedata.normalize("NFKC", line.line("fee_basic"))
        if re.fullmatch(r"[0-9][0-9,]*", basic):
            amount = int(basic.replace(",", ""))
            basic = f"{amount:,}円" if amount else "無料"
        detail = line.line("fee")
        words = [part for part in (basic, detail) if part not in _NOTHING]
        return "、".join(dict.fromkeys(words))

    def _capacity(self, line: Line) -> tuple[int | None, str]:
        """How many people find room, and the words about it that say more than the number."""
        words = line.line("capacity")
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
        number = line.capacity() if plain and plain not in _NOTHING else None
        found = _PEOPLE.fullmatch(plain)
        if found is not None:
            number = int(found["count"])
        if number is not None and number < 1:
            return None, ""
        said_all = number is not None and not (found and found["how"] not in (None, "定員"))
        return number, "" if said_all or words in _NOTHING else words

    def _sign_up(self, line: Line, how_many: str) -> str:
        how = line.line("how_to_apply")
        if how in _NOT_NEEDED:
            how = "申し込み不要"
        until = line.line("apply_until_time")
        words = (how_many, how if how not in _NOTHING else "", f"締め切り {until}" if until else "")
        return "、".join(dict.fromkeys(part for part in words if part))

    def _fitted(self, line: Line, name: str, words: str) -> tuple[str, str]:
        """Words that are too long for their own line go to the description, whole."""
        if len(words) <= _LONGEST_LINE:
            return words, ""
        line.notes.repaired(self._header(name), Rule.IN_DESCRIPTION, words, "")
        return "", words


def _both_hours(line: Line) -> tuple[str, str]:
    """Beginning and end; 「10:00〜11:30」 in one column is both."""
    start, end = line.cells.get("start_time", ""), line.cells.get("end_time", "")
    found = None if end.strip() else _SPAN.fullmatch(unicodedata.normalize("NFKC", start).strip())
    return (found["start"], found["end"]) if found else (start, end)


def _description(line: Line, parts: list[tuple[str, str]]) -> str:
    said = [line.text("activity")]
    said += [f"{label}：{words}" for label, words in parts if words not in _NOTHING]
    said += [line.text(name) for name in ("other", "note")]
    return "\n".join(part for part in said if part not in _NOTHING)
