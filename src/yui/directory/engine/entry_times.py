"""When something takes place, as a hand entry asks it, and the rule that means the same.

A rule that the few questions cannot express is never taken apart: it is kept as it is, or written
anew in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from yui.directory.engine.schedule import (
    LAST,
    Entry,
    EveryWeeks,
    Ordinal,
    Period,
    ScheduleRule,
    Weekly,
    canonical,
    parse_hours,
    sentence,
)
from yui.directory.engine.schedule.values import When

WEEKLY, ORDINAL, FORTNIGHT, WORDS, KEPT = "weekly", "ordinal", "fortnight", "words", "kept"


class TimesError(ValueError):
    """The answers do not make a rule; the message names the field and what is missing."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def rule_of(answers: Mapping[str, Any]) -> tuple[ScheduleRule | None, str]:
    """This function will return the rule that answers mean, or the words that make none.

    Words that were read in part only stay words: a rule would say less than was told.
    Raises: TimesError when an answer is missing. "kept" is none of this function's business.
    """
    rhythm = answers["rhythm"]
    if not rhythm:
        return None, ""
    if rhythm == WORDS:
        if not answers["hours_words"]:
            raise TimesError("hours_words", "いつかを、ことばで書いてください。")
        read = parse_hours(answers["hours_words"])
        is_read = read.rule is not None and not read.unread
        return (read.rule, "") if is_read else (None, answers["hours_words"])
    entry = Entry(_when(rhythm, answers), _periods(answers), _months(answers))
    return canonical(ScheduleRule(entries=(entry,))), ""


def _when(rhythm: str, answers: Mapping[str, Any]) -> When:
    if rhythm == FORTNIGHT:
        if not answers["first_date"]:
            raise TimesError("first_date", "次にある日を選んでください。そこから隔週で数えます。")
        return EveryWeeks(2, date.fromisoformat(answers["first_date"]))
    weekdays = tuple(int(day) for day in answers["weekdays"])
    if not weekdays:
        raise TimesError("weekdays", "曜日を選んでください。")
    if rhythm == WEEKLY:
        return Weekly(weekdays)
    if not answers["ordinals"]:
        raise TimesError("ordinals", "第何週かを選んでください。")
    return Ordinal(tuple(int(number) for number in answers["ordinals"]), weekdays)


def _periods(answers: Mapping[str, Any]) -> tuple[Period, ...]:
    if not answers["starts_at"]:
        if answers["ends_at"]:
            raise TimesError("starts_at", "はじまりの時刻も書いてください。")
        return ()
    end = time.fromisoformat(answers["ends_at"]) if answers["ends_at"] else None
    start = time.fromisoformat(answers["starts_at"])
    if end is not None and end <= start:
        raise TimesError("ends_at", "おわりの時刻が、はじまりより前です。")
    return (Period(start, end),)


def _months(answers: Mapping[str, Any]) -> tuple[int, ...]:
    first, last = answers["season_from"], answers["season_to"]
    if not first and not last:
        return ()
    if not first or not last:
        raise TimesError("season_from", "季節は、はじめの月とおわりの月を、両方選んでください。")
    count = (int(last) - int(first)) % 12 + 1
    months = tuple(sorted((int(first) - 1 + step) % 12 + 1 for step in range(count)))
    return months if count < 12 else ()


def answers_of(rule: ScheduleRule | None) -> dict[str, Any]:
    """This function will return the answers that mean exactly this rule, else "kept"."""
    if rule is None:
        return {"rhythm": ""}
    kept: dict[str, Any] = {"rhythm": KEPT}
    entry = rule.entries[0] if len(rule.entries) == 1 else None
    if entry is None or len(entry.periods) > 1 or isinstance(entry.when, EveryWeeks):
        return kept
    answers = blank_answers() | _days_of(entry.when) | _season_of(entry.months)
    if entry.periods:
        period = entry.periods[0]
        answers["starts_at"] = period.start.isoformat("minutes")
        answers["ends_at"] = period.end.isoformat("minutes") if period.end else ""
    try:
        means_the_same = rule_of(answers)[0] == canonical(rule)
    except TimesError:
        means_the_same = False
    return answers if means_the_same else kept


def blank_answers() -> dict[str, Any]:
    """This function will return the answers of nothing said."""
    names = ("rhythm", "first_date", "starts_at", "ends_at", "season_from", "season_to")
    return dict.fromkeys((*names, "hours_words"), "") | {"weekdays": [], "ordinals": []}


def _days_of(when: When) -> dict[str, Any]:
    if isinstance(when, Weekly):
        return {"rhythm": WEEKLY, "weekdays": [str(day) for day in sorted(when.weekdays)]}
    if isinstance(when, Ordinal):
        numbers = sorted(when.ordinals, key=lambda number: 9 if number == LAST else number)
        return {
            "rhythm": ORDINAL,
            "weekdays": [str(day) for day in sorted(when.weekdays)],
            "ordinals": [str(number) for number in numbers],
        }
    return {"rhythm": ""}


def _season_of(months: tuple[int, ...]) -> dict[str, str]:
    """The first month is the one whose month before is left out; a broken season is not said."""
    starts = [month for month in months if (month - 2) % 12 + 1 not in months]
    if len(starts) != 1:
        return {}
    last = (starts[0] + len(months) - 2) % 12 + 1
    return {"season_from": str(starts[0]), "season_to": str(last)}


def words_of(answers: Mapping[str, Any]) -> str:
    """This function will say the answers as residents read them; "" where nothing is said.

    Raises: TimesError.
    """
    rule, unread = rule_of(answers)
    return sentence(rule) if rule is not None else unread
