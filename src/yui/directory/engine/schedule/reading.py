"""Free texts of real files into a rule, with what could not be read.

Nothing is guessed: a clause is read whole or handed back. 平日 is Monday to Friday and leaves
holidays out. 24時間 without days is every day. 年末年始 and お盆 without dates are read only with
the municipality's own `Customs`, and then named in `assumed`. Other hours without any word about
days are no rule. 日没, 不定休, 隔週 without a date, 随時 and the like stay unread.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field

from yui.directory.engine.schedule.clauses import (
    Closes,
    NeverCloses,
    Opens,
    Shifts,
    Statement,
    Until,
    statements,
)
from yui.directory.engine.schedule.compose import CannotPlace, Customs, Draft, apply, build
from yui.directory.engine.schedule.values import ScheduleRule
from yui.directory.engine.schedule.words import Days, normalise

NO_CUSTOMS = Customs()
_EMPTY = re.compile(
    r"^(?:[-ー―*\s]*|(?:特に?)?(?:なし|無し|ありません|該当なし)|特記事項(?:は?なし|無し)|null)[。.\s]*$"
)
_OUTSIDE = r"(?![^()]*\))"
_HARD = re.compile(
    rf"(?:[。;\n※★●◆■]+|(?:ただし|但し|なお)[、,]?){_OUTSIDE}|(?<=\))(?=[・、,]\s*[月火水木金土日]曜)"
)
_RESTRICTS = re.compile(r"\d回|隔週|隔月|第\s*\d")
"""Words in parentheses that narrow what stands before them: if unread, the clause is unread."""
_LABEL = re.compile(r"【([^】]*)】")
_DATED_WORDS = ("年始", "盆", "正月", "休暇", "休業", "休み")
_NOT_AFTER = "".join(rf"(?<!{word})" for word in _DATED_WORDS)
_PAREN = re.compile(
    rf"(?:{_NOT_AFTER}|(?=\((?!\d{{1,2}}(?:月|/)\d)))\((?!(?:年末年始|お盆|盆)\))([^()]*)\)"
)
"""Parentheses, but not those that date a word, as in 年末年始（12/29～1/3）."""
_WEEKDAY_OF_DATE = re.compile(r"(?<=\d日)\([月火水木金土日](?:[・,、]?祝)?\)")
_NO_CLOSING = re.compile("なし|無し|ありません")
_ORDER: tuple[type[Statement], ...] = (Opens, Until, Closes, NeverCloses, Shifts)


@dataclass(frozen=True, slots=True)
class ParsedHours:
    """What was read of a text or row.

    `rule` is None when no opening day is known. `unread`: the words that were not read, in
    normalised spelling. `assumed`: customs taken from the municipality.
    """

    rule: ScheduleRule | None
    unread: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """This property will give "full", "partly", "not", or "blank" when nothing was written."""
        if self.rule is None:
            return "not" if self.unread else "blank"
        return "partly" if self.unread else "full"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the words that made it."""

    statement: Statement
    words: str


@dataclass(slots=True)
class Reader:
    """Collects the statements and unread words of several cells, then builds one rule."""

    customs: Customs = NO_CUSTOMS
    draft: Draft = field(default_factory=Draft)
    said: list[Said] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def read(self, cell: str, *, names_closing_days: bool = False) -> None:
        """This function will read one free text cell; a cell of closing days takes bare days so."""
        text = normalise(cell)
        if _EMPTY.match(text):
            if names_closing_days and _NO_CLOSING.search(text):
                self.said.append(Said(NeverCloses(), text))
            return
        text = _LABEL.sub(r"\n\1:", _WEEKDAY_OF_DATE.sub("", text))
        for clause in _HARD.split(text):
            self._clause(clause.strip(" 、,"), names_closing_days)

    def _clause(self, clause: str, closing: bool) -> None:
        inner = [found[1] for found in _PAREN.finditer(clause)]
        outer = _PAREN.sub(" ", clause).strip()
        if any(self._narrows(words) for words in inner):
            self.unread.append(clause)
            return
        if outer and not self._outer(outer, closing):
            self.unread.append(clause)
            return
        for words in filter(None, inner):
            self._inner(words.strip(), closing)

    def _narrows(self, words: str) -> bool:
        return bool(_RESTRICTS.search(words)) and statements(words, self._context()) is None

    def _outer(self, words: str, closing: bool) -> bool:
        found = statements(words, self._context(), names_closing_days=closing)
        if found is None:
            return self._items(words, closing or words.startswith(_CLOSING_LABELS))
        self.said += [Said(statement, _words(statement, words)) for statement in found]
        return True

    def _items(self, words: str, closing: bool) -> bool:
        """This function will read the closing days among the items of a list, each by itself."""
        items = [part for part in re.split(_ITEMS if closing else r"[、,]", words) if part.strip()]
        read = {part: statements(part, [], names_closing_days=closing) for part in items}
        read = {p: f for p, f in read.items() if f and all(isinstance(s, Closes) for s in f)}
        for part in items if read else []:
            self.said += [Said(statement, part) for statement in read.get(part) or []]
            if part not in read and part.strip(": ") not in _CLOSING_LABELS:
                self.unread.append(part)
        return bool(read)

    def _inner(self, words: str, closing: bool) -> None:
        found = statements(words, self._context(), names_closing_days=closing)
        last = self.said[-1].statement if self.said else None
        merged = _merged(last, found)
        if merged is not None:
            self.said[-1] = Said(merged, f"{self.said[-1].words}({words})")
        elif found is None or any(isinstance(s, Opens) and s.days is None for s in found):
            self.unread.append(words)
        else:
            self.said += [Said(statement, words) for statement in found]

    def _context(self) -> list[Statement]:
        return [said.statement for said in self.said]

    def result(self) -> ParsedHours:
        """This function will build the rule; statements that contradict it become unread."""
        for said in sorted(self.said, key=lambda said: _ORDER.index(type(said.statement))):
            trial = deepcopy(self.draft)
            try:
                apply(trial, said.statement, self.customs)
            except CannotPlace:
                self.unread.append(said.words)
            else:
                self.draft = trial
        rule = self._built()
        assumed = tuple(dict.fromkeys(self.draft.assumed)) if rule else ()
        return ParsedHours(rule, tuple(dict.fromkeys(self.unread)), assumed)

    def _built(self) -> ScheduleRule | None:
        try:
            rule = build(self.draft)
        except CannotPlace:
            rule = None
        if rule is None:
            self.unread += [said.words for said in self.said]
        return rule


_ITEMS = r"[、,・]|及び|\s+"
_CLOSING_LABELS = (
    "休館日",
    "休業日",
    "定休日",
    "休所日",
    "休診日",
    "休園日",
    "休場日",
    "休園",
    "休み",
)


def _words(statement: Statement, words: str) -> str:
    """This function will name 年末年始 or お盆 alone, which may stay unread beside other days."""
    customs = statement.days.customs if isinstance(statement, Closes) else frozenset()
    return "".join(customs) or words


def _merged(last: Statement | None, found: list[Statement] | None) -> Statement | None:
    """This function will join a parenthesis to the statement before it, where it completes it."""
    if found is None or len(found) != 1:
        return None
    match last, found[0]:
        case Opens(None, periods, months), Opens(Days() as days, (), ()):
            return Opens(days, periods, months)
        case Opens(Days() as days, (), months), Opens(None, periods, ()):
            return Opens(days, periods, months)
        case Closes(Days() as days, is_list), Opens(Days() as named, (), ()):
            return Closes(named, is_list) if _is_dated(days, named) else None
    return None


def _is_dated(days: Days, named: Days) -> bool:
    return (
        days == Days(customs=days.customs)
        and bool(named.spans)
        and named == Days(spans=named.spans)
    )


def parse_hours(text: str, closing: str = "", customs: Customs = NO_CUSTOMS) -> ParsedHours:
    """This function will read free text about opening, and optionally a cell of closing days."""
    reader = Reader(customs)
    reader.read(text)
    reader.read(closing, names_closing_days=True)
    return reader.result()
