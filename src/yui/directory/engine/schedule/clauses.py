"""Clauses of opening hours: from tokens to statements.

A clause is read whole or not at all. Each statement is one fact: open on these days at these hours,
closed on these days, until this time on these days, a closing day that moves when it is a holiday,
never closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from operator import or_

from yui.directory.engine.schedule.values import HolidayMode, Period
from yui.directory.engine.schedule.words import Days, Token, make_period, tokens


@dataclass(frozen=True, slots=True)
class Opens:
    """Open on the days (None: days not said here) at the periods (empty: hours not said here)."""

    days: Days | None
    periods: tuple[Period, ...] = ()
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Closes:
    """Closed on the days. `is_list`: written as the list of closing days, so others are open."""

    days: Days
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Until:
    """On the days, open only until this time (minutes after midnight)."""

    days: Days
    end_min: int


@dataclass(frozen=True, slots=True)
class Shifts:
    """Closing weekdays that are holidays are open and the closing moves on."""

    weekdays: frozenset[int]
    mode: HolidayMode


@dataclass(frozen=True, slots=True)
class NeverCloses:
    """年中無休, 休館日なし."""


Statement = Opens | Closes | Until | Shifts | NeverCloses


def _days(found: Iterable[Token]) -> Days:
    return reduce(or_, (token.days for token in found), Days())


def _weekday_range(first: Days, last: Days) -> Days:
    start, end = max(first.weekdays), min(last.weekdays)
    count = (end - start) % 7 + 1
    between = frozenset((start + n) % 7 for n in range(count))
    return replace(first, weekdays=first.weekdays | between | last.weekdays)


_RANGE = re.compile("W~W")
_DAY_LIST = re.compile("[WHOD](?:A*[WHOD])*")
_UNCLEAR_DAYS = re.compile("OA*W")
_PERIOD = re.compile("(?:T~T|T~u?)u?")
_UNTIL = re.compile("~?Tu|~T")
_PERIODS = re.compile("P(?:A*P)*")


def _codes(found: list[Token]) -> str:
    return "".join(token.code for token in found)


def _as_range(part: list[Token]) -> Token:
    return Token("W", _text(part), days=_weekday_range(part[0].days, part[2].days))


def _as_days(part: list[Token]) -> Token:
    """This function will join days; 「第1火曜・木曜」 may mean 第1木曜 or every 木曜: not read."""
    if _UNCLEAR_DAYS.search(_codes(part)):
        return Token("?", _text(part))
    return Token("D", _text(part), days=_days(part))


def _as_period(part: list[Token]) -> Token:
    start, *rest = [token for token in part if token.code == "T"]
    period = make_period(start, rest[0] if rest else None)
    return Token("P", _text(part), periods=(period,)) if period else Token("?", _text(part))


def _as_until(part: list[Token]) -> Token:
    return Token("U", _text(part), minutes=next(t.minutes for t in part if t.code == "T"))


def _as_periods(part: list[Token]) -> Token:
    periods = tuple(period for token in part for period in token.periods)
    return Token("?" if overlap(periods) else "P", _text(part), periods=periods)


def overlap(periods: Sequence[Period]) -> bool:
    """This function will tell whether two of the periods share a minute of the same day."""
    spans = sorted(
        (p.start_min, p.start_min + 1 if p.end_min is None else p.end_min) for p in periods
    )
    return any(later[0] < earlier[1] for earlier, later in pairwise(spans))


_REDUCTIONS = (
    (_RANGE, _as_range),
    (_DAY_LIST, _as_days),
    (_PERIOD, _as_period),
    (_UNTIL, _as_until),
    (_PERIODS, _as_periods),
)


def _text(part: list[Token]) -> str:
    return "".join(token.text for token in part)


def _reduced(found: list[Token]) -> list[Token]:
    for pattern, make in _REDUCTIONS:
        done: list[Token] = []
        position = 0
        for match in pattern.finditer(_codes(found)):
            done += [*found[position : match.start()], make(found[match.start() : match.end()])]
            position = match.end()
        found = done + found[position:]
    return found


def _without_times(found: list[Token]) -> list[Token]:
    """This function will drop 「月2回」「週1回」 where the days beside it say the same."""
    claims = [token for token in found if token.code == "k"]
    named = [token.days for token in found if token.code == "D"]
    if not claims or len(named) != 1:
        return found
    days = named[0]
    counts = {"月": len(days.ordinals) + len(days.month_days), "週": len(days.weekdays)}
    if all(counts[claim.text[0]] == claim.minutes for claim in claims):
        return [token for token in found if token.code != "k"]
    return found


_SHIFT = re.compile(r"(?:(?P<closed>D)g?)?(?P<holiday>D)iA?o?A?(?P<to>[nb])g?c?")
_OPEN = re.compile(r"o?A?s?A?o?D?A?l?P(?:A?o)?")
_UNTIL_ON = re.compile(r"Dl?Uo?")
_CLOSED = re.compile(r"DA?c|cD(?:A?D)*|De")
_CLOSED_SPANS = re.compile(r"(?:DA*)?K(?:A*[KD])*c?")
_NEVER = re.compile(r"[co]?z[oc]?|cx")
_OPEN_DAYS = re.compile(r"o?Dl?o?")
_NOTHING = re.compile(r"x|A")


def statements(
    clause: str, context: list[Statement], *, names_closing_days: bool = False
) -> list[Statement] | None:
    """This function will read one clause; None when any part of it is not understood.

    `context`: what was read just before, for 「（祝日の場合は翌日）」. `names_closing_days`: the
    column names closing days, so bare days close.
    """
    cut = _known(clause)
    if cut is None:
        return None
    found = _without_times(_reduced(cut))
    codes, position, read = _codes(found), 0, list[Statement]()
    while position < len(codes):
        step = _step(codes, position, found, [*context, *read], names_closing_days)
        if step is None:
            return None
        said, length = step
        read += said
        position += length
    return read


def _known(clause: str) -> list[Token] | None:
    """This function will cut a clause into tokens, and stop at the first unknown one."""
    found = []
    for token in tokens(clause):
        if token.code == "?":
            return None
        found.append(token)
    return found


def _step(
    codes: str, at: int, found: list[Token], before: list[Statement], closing: bool
) -> tuple[list[Statement], int] | None:
    if match := _SHIFT.match(codes, at):
        shift = _shift(found[at : match.end()], match, before)
        return None if shift is None else ([shift], len(match[0]))
    if match := _UNTIL_ON.match(codes, at):
        part = found[at : match.end()]
        return [Until(part[0].days, _of(part, "U")[0].minutes)], len(match[0])
    if match := _NEVER.match(codes, at):
        return [NeverCloses()], len(match[0])
    if match := _CLOSED_SPANS.match(codes, at):
        return _closes(_days(found[at : match.end()]), False), len(match[0])
    if match := _CLOSED.match(codes, at):
        following = found[match.end() :]
        if match[0] == "De" and following and following[0].days.is_only_holidays:
            return None
        is_list = closing or match[0].startswith("c")
        return _closes(_days(found[at : match.end()]), is_list), len(match[0])
    if match := _OPEN.match(codes, at):
        return [_opens(found[at : match.end()])], len(match[0])
    if match := _OPEN_DAYS.match(codes, at):
        days = _days(found[at : match.end()])
        bare = match[0] == "D" and closing
        return _closes(days, True) if bare else [Opens(days)], len(match[0])
    if match := _NOTHING.match(codes, at):
        return ([NeverCloses()] if closing and match[0] == "x" else []), 1
    return None


def _closes(days: Days, is_list: bool) -> list[Statement]:
    """This function will keep 年末年始 and お盆 without dates apart: they may stay unread alone."""
    customs = [Closes(Days(customs=frozenset({word})), is_list) for word in sorted(days.customs)]
    rest = replace(days, customs=frozenset())
    return [*([Closes(rest, is_list)] if rest != Days() else []), *customs]


def _of(part: list[Token], code: str) -> list[Token]:
    return [token for token in part if token.code == code]


def _opens(part: list[Token]) -> Opens:
    days = _of(part, "D")
    months = tuple(month for token in _of(part, "s") for month in token.months)
    return Opens(days[0].days if days else None, _of(part, "P")[0].periods, months)


def _shift(part: list[Token], match: re.Match[str], before: list[Statement]) -> Shifts | None:
    named = _of(part, "D")
    if not named[-1].days.is_only_holidays:
        return None
    if match["closed"]:
        closed = named[0].days
    else:
        earlier = [s.days for s in before if isinstance(s, Closes) and s.days.weekdays]
        closed = earlier[-1] if earlier else Days()
    to_next_day = any(token.code == "n" for token in part)
    mode = HolidayMode.SHIFT_NEXT_DAY if to_next_day else HolidayMode.SHIFT_NEXT_WEEKDAY
    return Shifts(closed.weekdays, mode) if closed.weekdays else None
