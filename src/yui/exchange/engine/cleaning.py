"""One row of a recognised list into a record, or the reason why it cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from yui.directory.formats import Format, hours
from yui.directory.formats.fees import fee_of
from yui.exchange.engine import cells, service_types
from yui.exchange.engine.places import AreaBook, Place, must_lie_within
from yui.exchange.engine.records import Values, match_key, row_key
from yui.exchange.engine.rules import Flag, Notes, RowRefused, Rule
from yui.lib.codes import CodeRefused, complete_corporate_number, complete_provider_number

LONGEST_NAME: Final = 160
LONGEST_KANA: Final = 240
LONGEST_ADDRESS: Final = 240
LONGEST_KEY: Final = 80
_CLOSED: Final = ("終了", "廃止", "休止中", "非公開")
_FLAGS: Final = {"1": "yes", "あり": "yes", "有": "yes", "可": "yes", "○": "yes"} | {
    "0": "no",
    "なし": "no",
    "無": "no",
    "不可": "no",
    "×": "no",
}
_ACCESS: Final = {
    "access_wheelchair": "wheelchair",
    "access_toilet": "toilet",
    "access_parking": "parking",
    "access_ostomate": "ostomate",
    "access_writing": "sign_language",
    "access_dog": "guide_dog",
}
_ONLY_AGE: Final = re.compile(r"([0-9]{2,3})歳以上(?:の方|の人|の高齢者|の市民|の住民)?")
_NOTHING: Final = frozenset({"", "なし", "無し", "特になし", "無", "記載なし"})


@dataclass(frozen=True, slots=True)
class CleanRow:
    """This value will hold a row after cleaning. Without `values` it was refused for `reason`."""

    number: int
    original: tuple[str, ...]
    name: str
    area_path: str = ""
    key: str = ""
    match: str = ""
    values: Values | None = None
    notes: Notes = field(default_factory=Notes)
    reason: str = ""
    reason_column: str = ""


@dataclass(frozen=True, slots=True)
class Cleaner:
    """This object will clean the rows of one sheet.

    `matches`: column index → field; `headers` name the columns in reports. `is_strict` refuses
    what cannot be read instead of leaving it out: a table made by hand can be mended by hand.
    """

    format: Format
    matches: Mapping[int, str]
    headers: tuple[str, ...]
    areas: AreaBook
    is_strict: bool = False
    sphere: str = ""

    def clean(self, number: int, row: tuple[str, ...]) -> CleanRow:
        """This function will return the cleaned or refused row."""
        notes = Notes()
        found = {
            name: row[index] if index < len(row) else "" for index, name in self.matches.items()
        }
        line = _Line(self, found, notes)
        try:
            return self._cleaned(number, row, line, notes)
        except RowRefused as refusal:
            name = unicodedata.normalize("NFKC", found.get("name", "")).strip()[:LONGEST_NAME]
            return CleanRow(
                number,
                row,
                name,
                key=self._key_if_any(line),
                notes=notes,
                reason=str(refusal)[:300],
                reason_column=refusal.column or self._header("name"),
            )

    def _cleaned(self, number: int, row: tuple[str, ...], line: _Line, notes: Notes) -> CleanRow:
        name = line.required("name", "名前がありません。", LONGEST_NAME)
        address = self._address(line)
        place = self._place(line, address)
        point = self._point(line, place)
        values = self._values(line, name, address, point)
        key = self._key(line) or row_key(place.path, name, address, point)
        return CleanRow(number, row, name, place.path, key, match_key(name, address), values, notes)

    def _values(
        self, line: _Line, name: str, address: str, point: tuple[float, float] | None
    ) -> Values:
        service_type = service_types.plain_type(line.text("service_type"))
        activity = line.text("activity")
        url, mail = line.url()
        fee_class, fee_text = fee_of(line.text("fee"))
        rule, sentence, unread = self._hours(line)
        sector = self._sector(service_type)
        return {
            "name": name,
            "kana": line.limited("kana", LONGEST_KANA),
            "sector": sector,
            "service_type": service_type,
            "description": self._description(line, activity, service_type),
            "eligibility": eligibility_of(line.text("audience")),
            "fee_class": fee_class,
            "fee_text": fee_text,
            "transport": _flag(line.text("transport")),
            "meals": _flag(line.text("meals")),
            "website": url,
            "email": line.mail() or mail,
            "address": address,
            "building": line.limited("building", LONGEST_NAME),
            "postal_code": line.postal_code(),
            "point": list(point) if point else None,
            "phones": line.phones(self.is_strict),
            "fax": line.fax(),
            "schedule": rule,
            "sentence": sentence,
            "not_read": unread,
            "organization": {
                "name": line.limited("corporate_name", LONGEST_NAME),
                "kana": line.limited("corporate_kana", LONGEST_KANA),
                "corporate_number": line.corporate_number(),
            },
            "service_area": line.text("service_area")[:160],
            "terms": list(self._terms(service_type, f"{name} {activity}", sector)),
            "access": _access(line),
            "sphere": self.sphere or line.text("sphere"),
            "is_closed": line.text("status") in _CLOSED,
        }

    def _address(self, line: _Line) -> str:
        whole = line.limited("address", LONGEST_ADDRESS)
        if whole:
            return whole
        parts = (
            "address_prefecture",
            "address_municipality",
            "address_town",
            "address_block",
        )
        return "".join(line.text(part) for part in parts)[:LONGEST_ADDRESS]

    def _place(self, line: _Line, address: str) -> Place:
        home = self.areas.home
        cell = line.cells.get("area_code", "")
        prefecture = _two_digits(line.cells.get("prefecture_code", "")) or (
            self.areas.prefecture_of(line.cells.get("prefecture", ""))
        )
        column = self._header("area_code")
        by_code = self.areas.of_code(cell, prefecture, column, line.notes) if cell else None
        if by_code is not None and by_code.is_town:
            must_lie_within(by_code, home, column)
            return by_code
        names = line.cells.get("prefecture", "") + line.cells.get("municipality", "")
        by_address = self.areas.of_address(address) if address else None
        if by_address is None and names:
            by_address = self.areas.of_address(names)
        if not home.is_town:
            return self._from_address(line, by_address, cell)
        if by_code is not None:
            must_lie_within(by_code, home, column) if not home.path.startswith(
                by_code.path
            ) else None
        elif cell and self.is_strict:
            raise RowRefused(f"団体コード「{cell[:20]}」を読めません。", column)
        if by_address is not None and not by_address.path.startswith(home.path):
            line.notes.flagged(self._header("address"), Flag.ADDRESS_ELSEWHERE, address)
        elif by_address is not None:
            return by_address
        return home

    def _from_address(self, line: _Line, found: Place | None, cell: str) -> Place:
        if found is None:
            raise RowRefused(
                "どの市区町村か分かりません。団体コードか、都道府県からの住所を書いてください。",
                self._header("address"),
            )
        must_lie_within(found, self.areas.home, self._header("address"))
        line.notes.repaired(self._header("area_code"), Rule.CODE_FROM_ADDRESS, cell, found.code)
        return found

    def _point(self, line: _Line, place: Place) -> tuple[float, float] | None:
        texts = line.cells.get("latitude", ""), line.cells.get("longitude", "")
        if not any(texts):
            return None
        columns = self._header("latitude"), self._header("longitude")
        return self.areas.point(texts, columns, place, line.notes)

    def _hours(self, line: _Line) -> hours.Hours:
        wanted = {name: line.text(name) for name in line.cells if name in hours.HOURS_FIELDS}
        if not any(wanted.values()):
            return None, "", ""
        rule, sentence, unread = hours.hours_of(wanted)
        if rule is None and unread:
            column = self._header("hours_note") or self._header("weekday_start")
            if self.is_strict and "より後" in unread:
                raise RowRefused("始まりが終わりより後です。", column)
            line.notes.flagged(column, Flag.HOURS_NOT_READ, unread)
        return rule, sentence, unread

    def _sector(self, service_type: str) -> str:
        if self.format.sector == "public" and service_types.is_care_type(service_type):
            return "insurance"
        return self.format.sector

    def _terms(self, service_type: str, words: str, sector: str) -> tuple[str, ...]:
        if sector == "insurance":
            return service_types.terms_of_type(service_type)
        if sector == "daily":
            return service_types.terms_of_gathering(words)
        if sector == "medical":
            return ("field:medical", "resource:medical", service_types.GO)
        return service_types.terms_of_public(words)

    def _description(self, line: _Line, activity: str, service_type: str) -> str:
        capacity = line.capacity()
        labelled = (
            ("サービスの種類", service_type if self.format.kind != "mhlw_care" else ""),
            ("定員", f"{capacity}人" if capacity else ""),
            ("診療科目", line.text("subjects")),
            ("通称", line.text("alternate_name")),
            ("連絡先", line.text("contact_note")),
        )
        parts = [activity] + [f"{label}：{text}" for label, text in labelled if text]
        parts += [line.text(name) for name in ("other", "note")]
        return "\n".join(part for part in parts if part not in _NOTHING)

    def _key(self, line: _Line) -> str:
        """The format's key, made of complete numbers; "" when a part of it is missing."""
        parts: list[str] = []
        for name in self.format.key_fields:
            if name == "provider_number":
                part = line.provider_number()
            else:
                part = unicodedata.normalize("NFKC", line.text(name))
            if not part:
                return ""
            parts.append(part)
        return ":".join(parts)[:LONGEST_KEY]

    def _key_if_any(self, line: _Line) -> str:
        """A refused row still speaks of its record, which therefore has not vanished."""
        try:
            return self._key(line)
        except RowRefused:
            return ""

    def _header(self, name: str) -> str:
        for index, matched in self.matches.items():
            if matched == name:
                return self.headers[index] if index < len(self.headers) else name
        return ""


@dataclass(slots=True)
class _Line:
    """The cells of one row by field, cleaned once each."""

    cleaner: Cleaner
    cells: dict[str, str]
    notes: Notes
    done: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        known = self.done.get(name)
        if known is None:
            cell = self.cells.get(name, "")
            known = cells.text_of(cell, self.column(name), self.notes) if cell else ""
            self.done[name] = known
        return known

    def limited(self, name: str, most: int) -> str:
        found = self.text(name)
        if "\n" in found:
            found = " ".join(part.strip() for part in found.split("\n") if part.strip())
        return cells.limited(found, self.column(name), most)

    def required(self, name: str, sentence: str, most: int) -> str:
        found = self.limited(name, most)
        if not found:
            raise RowRefused(sentence, self.column(name))
        return found

    def column(self, name: str) -> str:
        return self.cleaner._header(name)

    def url(self) -> tuple[str, str]:
        cell = self.cells.get("url", "")
        return cells.url_and_mail(cell, self.column("url"), self.notes) if cell else ("", "")

    def mail(self) -> str:
        cell = self.cells.get("email", "")
        return cells.mail_of(cell, self.column("email"), self.notes) if cell else ""

    def phones(self, is_strict: bool) -> list[dict[str, str]]:
        cell = self.cells.get("phone", "")
        if not cell:
            return []
        found = cells.phones_of(cell, self.column("phone"), self.notes, is_strict=is_strict)
        extension = self.text("extension")[:10]
        if found and extension and not found[0]["extension"]:
            found[0]["extension"] = extension
        return found

    def fax(self) -> str:
        cell = self.cells.get("fax", "")
        found = cells.phones_of(cell, self.column("fax"), self.notes) if cell else []
        return found[0]["number"] if found else ""

    def postal_code(self) -> str:
        cell = self.cells.get("postal_code", "")
        column = self.column("postal_code")
        return cells.postal_code_of(cell, column, self.notes) if cell else ""

    def capacity(self) -> int | None:
        cell = self.cells.get("capacity", "")
        return cells.whole_number(cell, self.column("capacity"), self.notes) if cell else None

    def corporate_number(self) -> str:
        cell = self.text("corporate_number")
        column = self.column("corporate_number")
        if not cell:
            return ""
        try:
            return cells.note_completed(cell, complete_corporate_number(cell), column, self.notes)
        except CodeRefused as refusal:
            return cells.note_refused(cell, refusal, column, self.notes)

    def provider_number(self) -> str:
        cell = self.text("provider_number")
        column = self.column("provider_number")
        if not cell:
            return ""
        try:
            return cells.note_completed(cell, complete_provider_number(cell), column, self.notes)
        except CodeRefused as refusal:
            return cells.note_refused(cell, refusal, column, self.notes)


def eligibility_of(audience: str) -> dict[str, Any]:
    """This function will return what the words of 対象者 say, as `directory` stores it."""
    if audience in _NOTHING:
        return {}
    age = _ONLY_AGE.fullmatch(unicodedata.normalize("NFKC", audience))
    return {"minimum_age": int(age[1])} if age else {"other": audience.rstrip("。")}


def _flag(text: str) -> str:
    return _FLAGS.get(unicodedata.normalize("NFKC", text), "unknown")


def _access(line: _Line) -> dict[str, bool]:
    found = {}
    for name, kind in _ACCESS.items():
        flag = _flag(line.text(name))
        if flag != "unknown":
            found[kind] = flag == "yes"
    return found


def _two_digits(cell: str) -> str:
    narrow = unicodedata.normalize("NFKC", cell).strip()
    return narrow.zfill(2) if narrow.isdigit() and len(narrow) <= 2 else ""
