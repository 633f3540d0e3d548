"""What a plan says of the records it brings: services, events, numbers of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from yui.directory.states import FeeClass, Flag, ServiceState
from yui.events.states import EventState
from yui.exchange.engine.event_records import EVENT_LABELS
from yui.exchange.engine.naming import period_words
from yui.exchange.engine.records import LABELS, with_what_was_said
from yui.exchange.queries import BatchInfo, RowInfo
from yui.exchange.states import BatchState, VanishedChoice
from yui.lib.clock import format_date_ja, format_span_ja, format_time_ja, to_jst, weekday_ja
from yui.taxonomy.queries import term_index
from yui.ui.pages.desk_parts import Cell, Column

_SHORTEST = 60
_SHOWN_FIGURES = 4
_KINDS = {"people": "", "households": "世帯数", "single_elderly": "高齢単身世帯"}
_SEXES = {"t": "", "m": "の男", "f": "の女"}
_WHY_PERIOD = "取り込む日ではなく、一覧がいつのものかを書きます。"


@dataclass(frozen=True, slots=True)
class Words:
    """This value will hold the words of one kind of records, and how its rows are listed.

    `register` is what changes; `columns` and `cells` belong together, after number and name.
    """

    register: str
    new: str
    name: str
    columns: tuple[Column, ...]
    cells: Callable[[Mapping[str, Any]], tuple[Cell, ...]]
    changes: Callable[[RowInfo], str]
    labels: Mapping[str, str]
    vanished: str
    end: str
    seen: str
    period: Callable[[BatchInfo], str]

    def label_of(self, choice: VanishedChoice) -> str:
        """This function will name a choice about a record the file does not have."""
        return self.end if choice is VanishedChoice.END else str(choice.label)


def words_of(plan: BatchInfo) -> Words:
    """This function will return the words of what a batch brings."""
    return _WORDS[plan.target]


def ending_words(plan: BatchInfo) -> str:
    """This function will say what becomes, or became, of records the file does not have."""
    if not plan.ended:
        return ""
    ends, ended = _ENDINGS[plan.target]
    is_done, stays = plan.state is BatchState.APPLIED, plan.vanished - plan.ended
    kept = f"{stays:,}件は{'残しました' if is_done else '残します'}。" if stays > 0 else ""
    return f"{plan.ended:,}件を{ended if is_done else ends}。{kept}"


def figures_words(plan: BatchInfo) -> str:
    """This function will say what becomes of the numbers of people; "" for other records."""
    found = plan.layout.get("figures") if plan.target == "population" else None
    if not found:
        return ""
    parts = [
        ("新しい", found["add"]),
        ("変わる", found["change"]),
        ("同じ", found["same"]),
        ("なくなる", found["gone"]),
        ("取り込めない", found["rejected"]),
    ]
    said = "、".join(f"{label}{count:,}" for label, count in parts if count)
    return f"人口の数は、{said}です。" if said else ""


def shown(value: Any) -> str:
    """This function will say a value of a service in a few words."""
    if not value:
        return "空白"
    for labels in (FeeClass, Flag, ServiceState):
        if value in labels.values:
            return str(labels(value).label)
    if isinstance(value, list):
        numbers = [_number_words(part) if isinstance(part, dict) else str(part) for part in value]
        return cut("、".join(numbers))
    if isinstance(value, dict):
        words = (value.get(name) for name in ("name", "number", "other"))
        return cut(str(next((word for word in words if word), "内容")))
    return cut(str(value))


def _number_words(phone: Mapping[str, Any]) -> str:
    """A number with what was written beside it by hand, which stays when the number changes."""
    own = ["住民には見せません"] if phone.get("is_private") else []
    said = (phone[name] for name in ("hours", "description") if phone.get(name))
    beside = "、".join([*said, *own])
    return f"{phone['number']}（{beside}）" if beside else phone["number"]


def cut(text: str) -> str:
    """This function will return the beginning of a text on one line."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _SHORTEST else f"{one_line[:_SHORTEST]}…"


def days_words(days: list[dict[str, Any]]) -> str:
    """This function will say the days of an event: the first two, and how many more."""
    said = [_day_words(day) for day in days[:2]]
    more = [f"ほか{len(days) - 2}回"] if len(days) > 2 else []
    return "、".join([*said, *more])


def _day_words(day: Mapping[str, Any]) -> str:
    starts = to_jst(datetime.fromisoformat(day["starts"]))
    ends = to_jst(datetime.fromisoformat(day["ends"])) if day["ends"] else None
    words = f"{format_date_ja(starts.date())}（{weekday_ja(starts.date())}）"
    if day["all_day"] and ends is not None:
        return f"{words}〜{ends.month}月{ends.day}日 {day['hours_note']}".strip()
    if day["all_day"]:
        return f"{words} {day['hours_note']}".strip()
    if ends is None:
        return f"{words} {format_time_ja(starts.time())}から"
    end = format_span_ja(starts.time(), ends.time())
    if ends.date() > starts.date():
        end = f"{format_time_ja(starts.time())}〜24時"
    return f"{words} {end}"


def _event_value(name: str, value: Any) -> str:
    if name == "days" and value:
        return cut(days_words(value))
    if name == "point" and value:
        return f"{value[0]:.5f}, {value[1]:.5f}"
    if value in EventState.values:
        return str(EventState(value).label)
    return shown(value)


def _changes(row: RowInfo, labels: Mapping[str, str], say: Callable[[str, Any], str]) -> str:
    before = row.before.get("values", {})
    after = row.cleaned.get("values", {})
    if before.get("phones") and after.get("phones"):
        after = after | {"phones": with_what_was_said(before["phones"], after["phones"])}
    return "、".join(
        f"{labels[name]}（{say(name, before.get(name))} → {say(name, after.get(name))}）"
        for name in row.changed_fields
    )


def _service_changes(row: RowInfo) -> str:
    before, after = row.before.get("values", {}), row.cleaned.get("values", {})
    others = replace(row, changed_fields=tuple(n for n in row.changed_fields if n != "terms"))
    said = [_changes(others, LABELS, partial(_service_value, before, after))]
    if "terms" in row.changed_fields:
        said.append(f"{LABELS['terms']}（{_term_changes(before, after)}）")
    return "、".join(filter(None, said))


def _term_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Which words a record gains and loses: as people read them, all of them."""
    held, new = before.get("terms") or [], after.get("terms", [])
    gone = set(held) & set(after.get("not_terms", ()))
    gained = [name for name in term_names(new) if name not in term_names(held)]
    lost = [name for name in term_names(sorted(gone)) if name not in term_names(new)]
    parts = [("付ける", gained), ("外す", lost)]
    said = "。".join(f"{verb}：{'、'.join(names)}" for verb, names in parts if names)
    return said or "ことばの整理だけ"


def term_names(terms: Sequence[str]) -> list[str]:
    """This function will name terms ("taxonomy:code") as people read them, each once."""
    index = term_index().by_key
    known = (index[term] for term in terms if term in index)
    return list(dict.fromkeys(term.words for term in known))


def _service_value(
    before: Mapping[str, Any], after: Mapping[str, Any], name: str, value: Any
) -> str:
    if name == "is_home":
        return "はい" if value else "いいえ"
    if name == "schedule":
        side = before if value is before.get("schedule") else after
        return cut(side.get("sentence") or side.get("not_read") or "") or "空白"
    if name == "eligibility" and value and value.get("minimum_age"):
        return f"{value['minimum_age']}歳以上"
    if name == "confirmed" and value:
        return format_date_ja(date.fromisoformat(value))
    return shown(value)


def _event_changes(row: RowInfo) -> str:
    return _changes(row, EVENT_LABELS, _event_value)


def _figure_changes(row: RowInfo) -> str:
    before = _by_measure(row.before.get("values", {}))
    after = _by_measure(row.cleaned.get("values", {}))
    said = [
        f"{_measure_words(name)}（{_number(before.get(name))} → {_number(after.get(name))}）"
        for name in row.changed_fields[:_SHOWN_FIGURES]
    ]
    more = len(row.changed_fields) - len(said)
    return "、".join([*said, *([f"ほか{more:,}"] if more else [])])


def _by_measure(values: Mapping[str, Any]) -> dict[str, int | None]:
    return {
        f"{kind} {sex} {low} {'-' if high is None else high}": value
        for kind, sex, low, high, value in values.get("figures", ())
    }


def _measure_words(code: str) -> str:
    kind, sex, low, high = code.split(" ")
    ages = (
        "" if (low, high) == ("0", "-") else f"{low}歳以上" if high == "-" else f"{low}〜{high}歳"
    )
    if kind != "people":
        return _KINDS[kind]
    return f"{ages or '総人口'}{_SEXES[sex]}"


def _number(value: int | None) -> str:
    return "空白" if value is None else f"{value:,}"


def _service_cells(values: Mapping[str, Any]) -> tuple[Cell, ...]:
    phones = "、".join(_number_words(phone) for phone in values.get("phones", []))
    return Cell(values.get("address", "")), Cell(phones)


def _event_cells(values: Mapping[str, Any]) -> tuple[Cell, ...]:
    days = days_words(values["days"]) if values.get("days") else ""
    return Cell(days), Cell(values.get("place", "")), Cell(values.get("phone", ""))


def _figure_cells(values: Mapping[str, Any]) -> tuple[Cell, ...]:
    figures = _by_measure(values)
    day = values.get("as_of", "")
    shown_day = period_words(datetime.fromisoformat(day).date()) if day else ""
    total = figures.get("people t 0 -")
    return (
        Cell(shown_day),
        Cell(_number(total), is_number=True),
        Cell(f"{len(figures):,}", is_number=True),
    )


def _service_period(plan: BatchInfo) -> str:
    if plan.period_date is None:
        return f"{_WHY_PERIOD}住民のページに「2026年5月末の公表による」のように出ます。"
    day = period_words(plan.period_date)
    return f"{_WHY_PERIOD}住民のページに「{day}の公表による」と出ます。"


def _event_period(_plan: BatchInfo) -> str:
    return (
        f"{_WHY_PERIOD}年がない日付は、この日にいちばん近い年とします。"
        "変えたときは「もう一度読む」を押してください。"
    )


def _figure_period(_plan: BatchInfo) -> str:
    return f"{_WHY_PERIOD}人口は、行ごとの「調査年月日」の数として入ります。"


_ENDINGS: Mapping[str, tuple[str, str]] = {
    "service": ("終わったことにします", "終わったことにしました"),
    "event": ("中止にします", "中止にしました"),
    "population": ("消します", "消しました"),
}
_WORDS: Mapping[str, Words] = {
    "service": Words(
        register="台帳",
        new="新しい記録",
        name="名前",
        columns=(Column("住所"), Column("電話")),
        cells=_service_cells,
        changes=_service_changes,
        labels=LABELS,
        vanished="記録",
        end=str(VanishedChoice.END.label),
        seen="取り込むと、すぐ住民に見えます。",
        period=_service_period,
    ),
    "event": Words(
        register="行事の案内",
        new="新しい行事",
        name="行事の名前",
        columns=(Column("いつ"), Column("どこ"), Column("電話", is_number=True)),
        cells=_event_cells,
        changes=_event_changes,
        labels=EVENT_LABELS,
        vanished="これからの行事",
        end="中止にする",
        seen="取り込むと、すぐ住民の「催し」のページに出ます。",
        period=_event_period,
    ),
    "population": Words(
        register="人口の数",
        new="新しい地域か、新しい日の数",
        name="地域",
        columns=(
            Column("いつの人口"),
            Column("総人口", is_number=True),
            Column("数", is_number=True),
        ),
        cells=_figure_cells,
        changes=_figure_changes,
        labels={},
        vanished="地域",
        end="この数を消す",
        seen="取り込むと、すぐ人口の数として使われます。",
        period=_figure_period,
    ),
}
