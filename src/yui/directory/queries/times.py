"""Opening times of a service in one line, and whether it is between its seasons."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from yui.directory.engine.schedule import Rest, ScheduleError, from_data, rest_of
from yui.directory.queries.rows import ScheduleRow

# Parts of a rule without which it holds the whole year.
_NOT_ALL_YEAR = ('"yearly_closures"', '"months"', '"dates"', '"valid_from"', '"valid_to"')
# A sentence about a season of its own:「10月〜3月は毎週火曜 10時〜12時」.
_OF_A_SEASON = re.compile(r"\d{1,2}月[^日]*は(?!休)")
_OFF_ON_HOLIDAYS = re.compile(r"(^|、)祝日.*は休みます$")


def rest_at(schedules: Sequence[ScheduleRow], on: date) -> Rest | None:
    """This function will tell whether a service is between its seasons on a day: when all its
    times are. It opens again with the first of them."""
    rests = [_rest_of_rule(schedule.rule, on) for schedule in schedules]
    if not rests or None in rests:
        return None
    return Rest(min((rest.until for rest in rests if rest and rest.until), default=None))


@lru_cache(maxsize=4096)
def _rest_of_rule(rule: str, on: date) -> Rest | None:
    """Reading a rule costs more than a card: only those are read that name a part of the year."""
    if not any(name in rule for name in _NOT_ALL_YEAR):
        return None
    try:
        return rest_of(from_data(json.loads(rule)), on)
    except ScheduleError:
        return None


def when_sentence(schedules: Sequence[ScheduleRow]) -> str:
    """This function will give the opening times in one line, and 「ほか」 for more than one.

    Every season and the day off on holidays stand in it: nobody should come in vain.
    """
    sentences = sorted({text for text in (schedule_text(row) for row in schedules) if text})
    if not sentences:
        return ""
    first, *rest = sentences[0].split("。")
    seasons = [first, *(each for each in rest if _OF_A_SEASON.match(each))]
    holidays = "（祝日は休み）" if any(map(_OFF_ON_HOLIDAYS.search, rest)) else ""
    return "、".join(seasons) + holidays + ("　ほか" if len(sentences) > 1 else "")


def schedule_text(row: ScheduleRow) -> str:
    """This function will return the derived sentence, else the words nobody could read."""
    return row.sentence or row.not_read
