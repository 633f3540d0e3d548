"""One row of a recognised list into a record, or the reason why it cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from yui.directory.formats import Format, hours
from yui.directory.formats.definitions import SPREADSHEET
from yui.exchange.engine import list_kinds, service_types
from yui.exchange.engine.houses import names_house
from yui.exchange.engine.line import Line
from yui.exchange.engine.places import AreaBook, Place, must_lie_within
from yui.exchange.engine.records import Values, match_key, row_key
from yui.exchange.engine.rules import Flag, Notes, RowRefused, Rule
from yui.lib.clock import DateRefused, parse_date
from yui.lib.japanese import fold

LONGEST_NAME: Final = 160
LONGEST_KANA: Final = 240
LONGEST_ADDRESS: Final = 240
LONGEST_KEY: Final = 80
_TIME: Final = re.compile(r"([0-9]{1,2})[:時]([0-9]{2})")
_LAST_HOUR: Final = 24
_LAST_MINUTE: Final = 59
_OWN_LISTS: Final = frozenset({"mhlw_kayoinoba"})
_CLOSED: Final = ("終了", "廃止", "休止中", "非公開")
# 総合相談 of a 地域包括支援センター costs nothing (介護保険法第115条の45第2項第1号).
_FREE_ADVICE: Final = ("free", "相談は無料です")
NO_TOWN: Final = "どの市区町村か分かりません。団体コードか、都道府県からの住所を書いてください。"
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
class Hints:
    """This value will hold what is known about a whole list, and stands in no cell.

    `received` is the day on which the file arrived. `list_kind` is what a town's own list offers
    (`list_kinds`), `called` the words it is called by.
    `town`: path of the municipality of rows that name none, "" = not known. `centre_words`: what
    people here call a 地域包括支援センター; with `is_centre_list` every row is one. `period` is
    the day the list speaks of (ISO 8601), `latest` the last day words above it may mean; "" = none.
    """

    town: str = ""
    centre_words: tuple[str, ...] = ()
    is_centre_list: bool = False
    period: str = ""
    latest: str = ""
    received: str = ""
    list_kind: str = ""
    called: str = ""

    def is_centre(self, name: str) -> bool:
        """This function will tell whether a name is a 地域包括支援センター's."""
        plain = fold(name)
        return self.is_centre_list or any(fold(word) in plain for word in self.centre_words)


@dataclass(frozen=True, slots=True)
class Cleaner:
    """This object will clean the rows of a list.

    `matches`: column index → field; `headers` name the columns in reports. `is_strict` refuses
    what cannot be read instead of leaving it out: a table made by hand can be mended by hand.
    """

    format: Format
    matches: Mapping[int, str]
    headers: tuple[str, ...]
    areas: AreaBook
    is_strict: bool = False
    hints: Hints = field(default_factory=Hints)

    def clean(self, number: int, row: tuple[str, ...]) -> CleanRow:
        """This function will return the cleaned or refused row."""
        notes = Notes()
        found = {
            name: row[index] if index < len(row) else "" for index, name in self.matches.items()
        }
        line = Line(found, notes, self._header)
        try:
            return self._cleaned(number, row, line, notes)
        except RowRefused as refusal:
            name = found.get("name", "").strip()[:LONGEST_NAME]
            return CleanRow(
                number,
                row,
                name,
                key=self._key_if_any(line),
                match=match_key(name, found.get("address", "")),
                notes=notes,
                reason=str(refusal)[:300],
                reason_column=refusal.column or self._header("name"),
            )

    def _cleaned(self, number: int, row: tuple[str, ...], line: Line, notes: Notes) -> CleanRow:
        name = line.required("name", "名前がありません。", LONGEST_NAME)
        address = self._address(line)
        if not address:
            line.notes.flagged(self._header("address"), Flag.NO_ADDRESS, name)
        place = self._place(line, address)
        point = self._point(line, place)
        values = self._values(line, name, address, point)
        key = self._key(line) or row_key(place.path, name, address, point)
        return CleanRow(number, row, name, place.path, key, match_key(name, address), values, notes)

    def _values(
        self, line: Line, name: str, address: str, point: tuple[float, float] | None
    ) -> Values:
        service_type = line.service_type()
        activity = line.text("activity")
        described = (service_type, name, activity)
        url, mail = line.url()
        rule, sentence, unread = self._hours(line)
        sector = self._sector(service_type, name)
        is_centre = sector == "public" and self.hints.is_centre(name)
        fee_class, fee_text = line.fee()
        terms = list(service_types.CENTRE if is_centre else self._terms(described, sector))
        if not terms:
            line.notes.flagged(self._header("name"), Flag.KIND_NOT_READ, name)
        if is_centre and not fee_text:
            fee_class, fee_text = _FREE_ADVICE
        return self._house(line, address) | {
            "name": name,
            "kana": line.short("kana", LONGEST_KANA),
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
            "building": line.short("building", LONGEST_NAME),
            "venue": line.short("venue", LONGEST_NAME),
            "postal_code": line.postal_code(),
            "point": list(point) if point else None,
            "phones": line.phones(self._must_read_phones),
            "fax": line.fax(),
            "schedule": rule,
            "sentence": sentence,
            "not_read": unread,
            "organization": line.organization(LONGEST_NAME, LONGEST_KANA),
            "leader": line.leader(),
            "service_area": line.cut("service_area", LONGEST_NAME),
            "terms": terms,
            "not_terms": self._not_terms(described, sector, terms),
            "access": _access(line),
            "confirmed": self._confirmed(line),
            "sphere": line.line("sphere"),
            "is_closed": line.text("status") in _CLOSED,
        }

    def _house(self, line: Line, address: str) -> Values:
        """A list can say that a place is somebody's house, never that a house is none."""
        if not names_house(line.line("venue"), address, line.line("building")):
            return {}
        line.notes.flagged(self._header("address"), Flag.PLACE_OWN, line.line("venue") or address)
        return {"is_home": True}

    @property
    def _must_read_phones(self) -> bool:
        """A town's own list is mended by the town: none of its rows loses a number unasked."""
        return self.is_strict or self.format.kind in _OWN_LISTS

    def _confirmed(self, line: Line) -> str:
        """The day on which somebody asked whether the row is true (ISO 8601), "" without one.

        A day nobody can read keeps no row out: the row comes in without it, to be looked at.
        """
        text = line.line("confirmed")
        if not text or text in _NOTHING:
            return ""
        column = self._header("confirmed")
        try:
            day = parse_date(text).isoformat()
        except DateRefused:
            line.notes.flagged(column, Flag.CONFIRMED_LEFT_OUT, text)
            return ""
        if self.hints.received and day > self.hints.received:
            line.notes.flagged(column, Flag.CONFIRMED_TO_COME, text)
            return ""
        return day

    def _address(self, line: Line) -> str:
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

    def _place(self, line: Line, address: str) -> Place:
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
        if by_address is None:
            elsewhere = self.areas.elsewhere(address)
            if elsewhere is not None:
                must_lie_within(elsewhere, home, self._header("address"))
            return home
        if home.path.startswith(by_address.path):
            return home
        must_lie_within(by_address, home, self._header("address"))
        return by_address

    def _from_address(self, line: Line, found: Place | None, cell: str) -> Place:
        given = self.areas.places.get(self.hints.town) if self.hints.town else None
        if found is None and given is not None:
            line.notes.repaired(self._header("area_code"), Rule.BY_HAND, cell, given.full_name)
            return given
        if found is None:
            raise RowRefused(NO_TOWN, self._header("address"))
        must_lie_within(found, self.areas.home, self._header("address"))
        line.notes.repaired(self._header("area_code"), Rule.CODE_FROM_ADDRESS, cell, found.code)
        return found

    def _point(self, line: Line, place: Place) -> tuple[float, float] | None:
        texts = line.cells.get("latitude", ""), line.cells.get("longitude", "")
        if not any(texts):
            return None
        columns = self._header("latitude"), self._header("longitude")
        return self.areas.point(texts, columns, place, line.notes)

    def _hours(self, line: Line) -> hours.Hours:
        wanted = {name: line.text(name) for name in line.cells if name in hours.HOURS_FIELDS}
        if not any(wanted.values()):
            return None, "", ""
        self._flag_impossible_times(line, wanted)
        rule, sentence, unread = hours.hours_of(wanted)
        if rule is None and unread:
            column = self._header("hours_note") or self._header("weekday_start")
            line.notes.flagged(column, Flag.HOURS_NOT_READ, unread)
        return rule, sentence, unread

    def _flag_impossible_times(self, line: Line, cells: Mapping[str, str]) -> None:
        for name, cell in cells.items():
            narrow = unicodedata.normalize("NFKC", cell)
            times = _TIME.findall(narrow)
            if any(int(hour) > _LAST_HOUR or int(minute) > _LAST_MINUTE for hour, minute in times):
                line.notes.flagged(self._header(name), Flag.TIME_IMPOSSIBLE, cell)

    def _sector(self, service_type: str, name: str) -> str:
        if self.format.sector == "public" and service_types.is_care_type(service_type):
            return "insurance"
        if self.format.sector == "daily" and self.hints.is_centre(name):
            return "public"
        return self.format.sector

    def _terms(self, described: list_kinds.Described, sector: str) -> tuple[str, ...]:
        service_type, name, activity = described
        words = f"{name} {activity}"
        if sector == "daily" and self.format.kind == SPREADSHEET:
            kind = self.hints.list_kind or list_kinds.GATHERING
            return list_kinds.terms_of_listed(kind, described, self.hints.called)
        if sector == "insurance":
            return service_types.terms_of_type(service_type)
        if sector == "daily":
            return service_types.terms_of_gathering(words)
        if sector == "medical":
            return ("field:medical", "resource:medical", service_types.GO)
        return service_types.terms_of_public(words)

    def _not_terms(
        self, described: list_kinds.Described, sector: str, terms: list[str]
    ) -> list[str]:
        """What the row was taken for when the list was read as one of another kind."""
        if sector != "daily" or self.format.kind != SPREADSHEET or not self.hints.list_kind:
            return []
        return list(list_kinds.terms_of_other_kinds(described, self.hints.called, terms))

    def _description(self, line: Line, activity: str, service_type: str) -> str:
        capacity = line.capacity()
        if capacity is None and line.text("capacity"):
            line.notes.flagged(
                self._header("capacity"), Flag.CAPACITY_NOT_READ, line.text("capacity")
            )
        labelled = (
            ("サービスの種類", service_type if self.format.kind != "mhlw_care" else ""),
            ("定員", f"{capacity}人" if capacity else ""),
            ("診療科目", line.text("subjects")),
            ("通称", line.text("alternate_name")),
            ("連絡先", line.shown_text("contact_note")),
        )
        parts = [activity] + [f"{label}：{text}" for label, text in labelled if text]
        parts += [line.shown_text(name) for name in ("other", "note")]
        return "\n".join(part for part in parts if part not in _NOTHING)

    def _key(self, line: Line) -> str:
        """The format's key, made of complete numbers; "" when a part of it is missing."""
        parts: list[str] = []
        for name in self.format.key_fields:
            is_provider = name == "provider_number"
            part = line.provider_number() if is_provider else line.narrow(name)
            if not part:
                return ""
            parts.append(part)
        return ":".join(parts)[:LONGEST_KEY]

    def _key_if_any(self, line: Line) -> str:
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


def eligibility_of(audience: str) -> dict[str, Any]:
    """This function will return what the words of 対象者 say, as `directory` stores it."""
    if audience in _NOTHING:
        return {}
    age = _ONLY_AGE.fullmatch(unicodedata.normalize("NFKC", audience))
    return {"minimum_age": int(age[1])} if age else {"other": audience.rstrip("。")}


def _flag(text: str) -> str:
    return _FLAGS.get(unicodedata.normalize("NFKC", text), "unknown")


def _access(line: Line) -> dict[str, bool]:
    found = {}
    for name, kind in _ACCESS.items():
        flag = _flag(line.text(name))
        if flag != "unknown":
            found[kind] = flag == "yes"
    return found


def _two_digits(cell: str) -> str:
    narrow = unicodedata.normalize("NFKC", cell).strip()
    return narrow.zfill(2) if narrow.isdigit() and len(narrow) <= 2 else ""
