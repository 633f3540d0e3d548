"""From rows to the short sentences people read. No query of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from yui.areas.rules import office_name
from yui.directory.engine import consent as consent_engine
from yui.directory.engine import fee as fee_engine
from yui.directory.engine import freshness as engine
from yui.directory.engine.schedule import Rest
from yui.directory.formats.care_types import CARE_TYPE
from yui.directory.queries.confirmable import Confirmable
from yui.directory.queries.rows import (
    ORGANIZATION_RANK,
    BodyRow,
    CostRow,
    LimitRow,
    PhoneRow,
    PlaceRow,
    ServiceRow,
    WordRow,
)
from yui.directory.queries.values import FreshnessLine, PhoneLine, StatusWord, WindowOf
from yui.directory.states import (
    ConfirmedHow,
    Flag,
    PhoneKind,
    ServiceState,
    Vacancy,
    Vocabulary,
)
from yui.lib.japanese import parse_phone
from yui.policy.decide import paths_to
from yui.ui.pages.parts import ContactWay

Shown = consent_engine.Shown

_WINDOW_ORDER = {"support_centre": 0, "welfare_council": 1, "municipality": 2, "area": 3}
_STATUS: dict[str, StatusWord] = {
    Vacancy.OPEN: "open",
    Vacancy.WAITING: "wait",
    Vacancy.FULL: "full",
    Vacancy.ASK: "ask",
}
_HOWS = {how.value: engine.ConfirmedHow(how.value) for how in engine.ConfirmedHow}
_VACANCY_WORDS = {vacancy.value: str(vacancy.label) for vacancy in Vacancy}
ASK_PLACE = "（くわしい場所は、電話で聞いてください）"
_ASK_FIRST = "電話で確かめてください"
_BY_PHONE = "電話で確かめて"
_MOST_AREAS = 3
# Ways of help for which nobody leaves the house.
_AT_HOME = frozenset({"come", "deliver", "remote", "ride"})
# Words that name nobody: that a telephone is answered there goes without saying.
_NOBODY = frozenset({"", "受付", "係", "の係", "担当の係"})


def window_for(path: str, bodies: Iterable[BodyRow]) -> WindowOf | None:
    """This function will choose who answers for an area: 包括, else 社協, else the office.

    Among several of a kind the one nearest to the area; never one of another 圏域.
    """
    around = paths_to(path)
    fitting = [body for body in bodies if body.area_path in around]
    best = min(
        fitting,
        key=lambda body: (_WINDOW_ORDER[body.kind], around.index(body.area_path), body.name),
        default=None,
    )
    if best is None:
        return None
    name = office_name(best.name) if best.kind == "area" else best.name
    return WindowOf(name, _window_line(best, name), best.kind, best.area_path)


def _window_line(body: BodyRow, name: str) -> PhoneLine | None:
    found = parse_phone(body.phone)
    if found is None:
        return None
    return PhoneLine(found.display, found.href, body.hours, whose=name)


def status_of(row: ServiceRow, on: date, rest: Rest | None) -> tuple[StatusWord, str]:
    """This function will say where a service stands on a day: code and word.

    Out of its season it takes nobody in, however much room its list says there is.
    """
    if row.state == ServiceState.ENDED:
        return "ended", "終わりました"
    if row.state == ServiceState.PAUSED:
        if row.paused_to is not None and row.paused_to < on:
            return "ask", _VACANCY_WORDS[Vacancy.ASK]
        if row.paused_from is None or row.paused_from <= on:
            until = f"（{_day(row.paused_to)}まで）" if row.paused_to else ""
            return "paused", f"休止中{until}"
    if rest is not None:
        return ("paused", "休みの時期") if rest.until else ("ask", _VACANCY_WORDS[Vacancy.ASK])
    return _STATUS[row.vacancy], _VACANCY_WORDS[row.vacancy]


def pause_sentence(row: ServiceRow, reason: str, on: date, rest: Rest | None) -> str:
    """This function will say from when until when a service stops, and why; "" when it does not.

    Between its seasons it says when it opens again.
    """
    if row.state != ServiceState.PAUSED:
        is_running = row.state == ServiceState.PUBLISHED
        until = _day(rest.until) if rest is not None and is_running else ""
        return f"いまは休みの時期です。次は{until}からです。" if until else ""
    starts, ends = _day(row.paused_from), _day(row.paused_to)
    because = f"理由: {reason}。" if reason else ""
    if row.paused_to is not None and row.paused_to < on:
        return f"{ends}まで休むお知らせでした。再開したかは、電話で確かめてください。"
    if row.paused_from is not None and row.paused_from > on:
        until = f"{ends}まで" if ends else ""
        return f"{starts}から{until}休みます。{because}"
    if ends:
        return f"{ends}まで休んでいます。{because}"
    return f"休んでいます。いつ再開するかは、決まっていません。{because}"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def freshness_of(
    row: ServiceRow,
    limits: Iterable[LimitRow],
    window: WindowOf | None,
    on: date,
    words: Iterable[WordRow] = (),
) -> FreshnessLine:
    """This function will say how fresh a record is on a day, naming the window when it is not.

    `words` say whether anybody goes somewhere: 「行く前に」, else 「使う前に」.
    """
    desk = engine.Window(window.name, window.phone.number) if window and window.phone else None
    confirmations = tuple(each for each in _confirmations(row) if each.on <= on)
    return _freshness_line(confirmations, limits_for(row, limits), desk, on, _before(words))


@lru_cache(maxsize=4096)
def _freshness_line(
    confirmations: tuple[engine.Confirmation, ...],
    limits: engine.Limits,
    desk: engine.Window | None,
    on: date,
    before: str,
) -> FreshnessLine:
    """Records of one list share their period and window, so the sentence is made once."""
    found = engine.freshness(confirmations, limits, on)
    confirmed_on = found.basis.on if found.basis else None
    return FreshnessLine(_freshness_sentence(found, desk, before), found.state, confirmed_on)


def _freshness_sentence(found: engine.Freshness, desk: engine.Window | None, before: str) -> str:
    if desk is not None:
        return engine.freshness_sentence(found, desk, before)
    basis = engine.basis_sentence(found.basis)
    is_fresh = found.state is engine.FreshnessState.FRESH
    return basis if is_fresh else f"{basis}。{before}{_ASK_FIRST}"


def is_fresh(row: Confirmable, limits: Iterable[LimitRow], on: date) -> bool:
    """This function will say whether a record may be shown without asking to telephone first.

    `limits` are those of the areas around it.
    """
    confirmations = [each for each in _confirmations(row) if each.on <= on]
    found = engine.freshness(confirmations, limits_for(row, limits), on)
    return found.state is engine.FreshnessState.FRESH


def _before(words: Iterable[WordRow]) -> str:
    ways = {word.code for word in words if word.taxonomy == Vocabulary.PROVISION}
    return engine.BEFORE_USE if ways and ways <= _AT_HOME else engine.BEFORE_GOING


def _confirmations(row: Confirmable) -> list[engine.Confirmation]:
    found: list[engine.Confirmation] = []
    if row.confirmed_date is not None and row.confirmed_how in _HOWS:
        by = row.confirmed_by or row.area_name
        found.append(engine.PersonConfirmation(by, _HOWS[row.confirmed_how], row.confirmed_date))
    months = row.edition_months or EDITION_MONTHS
    if row.is_official and row.period_date is not None:
        found.append(engine.OfficialList(row.publisher or "", row.period_date, months))
    if row.confirmed_how == ConfirmedHow.OFFICIAL_LIST and row.confirmed_date and not found:
        found.append(engine.OfficialList(row.publisher or "", row.confirmed_date, months))
    return found


def limits_for(row: Confirmable, limits: Iterable[LimitRow]) -> engine.Limits:
    """This function will choose the limits of the nearest area, its own sector first."""
    fitting = [
        each
        for each in limits
        if each.sector in ("", row.sector) and row.area_path.startswith(each.area_path)
    ]
    if not fitting:
        return _DEFAULT_LIMITS
    nearest = max(fitting, key=lambda each: (len(each.area_path), bool(each.sector)))
    return engine.Limits(nearest.ask_after_days, nearest.off_paper_after_days)


_DEFAULT_LIMITS = engine.Limits()
# A list that promises no next edition is taken for a yearly one.
EDITION_MONTHS = 12


def phone_line(row: PhoneRow) -> PhoneLine:
    """This function will return one number as people read it; the extension stands below."""
    extension = f"内線 {row.extension}" if row.extension else ""
    note = "、".join(part for part in (named_desk(row.description), extension) if part)
    return PhoneLine(row.number, f"tel:{row.digits}", row.hours, note=note)


def named_desk(words: str) -> str:
    """This function will return who answers, "" for words that name nobody: 「担当 受付」."""
    return "" if words.removeprefix("担当").strip() in _NOBODY else words


def phones_shown(rows: Iterable[PhoneRow], shown: consent_engine.PublishedView) -> list[PhoneRow]:
    """This function will leave out the numbers an audience does not get.

    A leader's own line follows the leader's consent and the number's; an organization's private
    line is for the desk that keeps the record. A number kept back once is kept back wherever it
    is written again: groups often give their leader's line as their own.
    """
    if shown.phone is not Shown.SHOWN:
        return []
    found = list(rows)
    kept_back = private_digits(found, shown)
    return [row for row in found if row.digits not in kept_back]


def private_digits(rows: Iterable[PhoneRow], shown: consent_engine.PublishedView) -> frozenset[str]:
    """This function will name the numbers that are somebody's own line and not agreed to."""
    return frozenset(row.digits for row in rows if row.is_private and not _is_agreed(row, shown))


def _is_agreed(row: PhoneRow, shown: consent_engine.PublishedView) -> bool:
    if row.rank == ORGANIZATION_RANK:
        return shown.is_desk
    return shown.leaders_line is Shown.SHOWN


def digits_beyond(
    rows: Iterable[PhoneRow],
    shown: consent_engine.PublishedView,
    open_view: consent_engine.PublishedView,
) -> frozenset[str]:
    """This function will return the numbers that one audience gets and another does not."""
    found = list(rows)
    known = {row.digits for row in phones_shown(found, open_view)}
    return frozenset(row.digits for row in phones_shown(found, shown)) - known


def phones_of_kind(rows: Iterable[PhoneRow], kind: PhoneKind) -> list[PhoneRow]:
    """This function will return the numbers of a kind, the service's own first."""
    found = [row for row in rows if row.kind == kind]
    return sorted(found, key=lambda row: (row.rank, row.position, row.digits))


def phone_and_others(
    row: ServiceRow,
    phones: Sequence[PhoneRow],
    place: str,
    window: WindowOf | None,
    shown: consent_engine.PublishedView,
) -> tuple[PhoneLine | None, tuple[ContactWay, ...]]:
    """This function will choose the number to call; without one, FAX, mail and visit in order.

    A number that may not be shown is replaced by the window's, so are FAX and mail.
    """
    at_window = window.phone if window else None
    if shown.phone is not Shown.SHOWN:
        return at_window, ()
    open_phones = phones_shown(phones, shown)
    voices = phones_of_kind(open_phones, PhoneKind.VOICE)
    if voices:
        return phone_line(voices[0]), ()
    if at_window is not None and phones_of_kind(phones, PhoneKind.VOICE):
        return at_window, ()
    ways = [
        ContactWay("FAX", fax.number, hours=fax.hours)
        for fax in phones_of_kind(open_phones, PhoneKind.FAX)[:1]
    ]
    if row.email:
        ways.append(ContactWay("メール", row.email, f"mailto:{row.email}"))
    if place and shown.address is Shown.SHOWN:
        ways.append(ContactWay("たずねる", place))
    return (None if ways else at_window), tuple(ways)


def window_to_ask(phone: PhoneLine | None, window: WindowOf | None) -> PhoneLine | None:
    """This function will return the window's number for what has no number of its own."""
    return window.phone if phone is None and window is not None else None


def without_telephone(text: str) -> str:
    """This function will leave the telephone out of a sentence, where there is none to call."""
    return text.replace(_BY_PHONE, "確かめて")


def place_name(place: PlaceRow, shown: consent_engine.Shown, service_name: str) -> str:
    """This function will name a place as far as it may be known."""
    if shown is not Shown.SHOWN:
        return (place.sphere_name or place.area_name) + ASK_PLACE
    address = " ".join(part for part in (place.address, place.building) if part)
    name = "" if place.name == service_name else place.name
    if name and address:
        return f"{name}（{address}）"
    return name or address or place.name or place.sphere_name or place.area_name


def where_sentence(
    row: ServiceRow,
    places: Sequence[PlaceRow],
    words: Iterable[WordRow],
    shown: consent_engine.Shown,
) -> str:
    """This function will say in a few words where a service is, or where it comes to."""
    if places:
        more = f"　ほか{len(places) - 1}か所" if len(places) > 1 else ""
        return place_name(places[0], shown, row.name) + more
    names = service_area_names(words)
    if not names:
        return ""
    more = f" ほか{len(names) - _MOST_AREAS}地区" if len(names) > _MOST_AREAS else ""
    return f"{'、'.join(names[:_MOST_AREAS])}{more}が対象です"


def service_area_names(words: Iterable[WordRow]) -> tuple[str, ...]:
    """This function will name the areas a service comes to: its own words before area names."""
    return tuple(sorted(word.name or word.plain_name for word in words if not word.taxonomy))


def fee_sentences(row: ServiceRow, costs: Iterable[CostRow]) -> tuple[str, ...]:
    """This function will say what a service costs, one price a sentence."""
    lines = tuple(
        line
        for line in (_cost_sentence(cost) for cost in sorted(costs, key=lambda each: each.position))
        if line
    )
    return lines or (_fee_in_words(row.fee_class, row.fee_text),)


@lru_cache(maxsize=4096)
def _fee_in_words(fee_class: str, text: str) -> str:
    return fee_engine.fee_sentence(fee_engine.Fee(fee_engine.FeeClass(fee_class), text=text))


def _cost_sentence(cost: CostRow) -> str:
    label = f"{cost.option} " if cost.option else ""
    if not cost.amount_yen:
        free = "無料" if cost.amount_yen == 0 else ""
        return f"{label}{cost.description or free}".strip()
    fee = fee_engine.Fee(fee_engine.FeeClass.PAID, cost.amount_yen, cost.unit, cost.description)
    return label + fee_engine.fee_sentence(fee)


def summary_of(row: ServiceRow, words: Iterable[WordRow]) -> str:
    """This function will say in one line what a service does: its own words, else those of the
    vocabulary for its kind of care service, with the official name for papers."""
    if row.summary:
        return row.summary
    kinds = sorted((word.name, word.description) for word in words if word.taxonomy == CARE_TYPE)
    return "。".join(f"{said}（{name}）" if said else name for name, said in kinds)


def tags_of(row: ServiceRow, words: Iterable[WordRow]) -> tuple[str, ...]:
    """This function will give short words: how it is provided, transport, meals."""
    found = [
        word.plain_name or word.name for word in words if word.taxonomy == Vocabulary.PROVISION
    ]
    found.sort()
    if row.transport == Flag.YES:
        found.append("送り迎えあり")
    if row.meals == Flag.YES:
        found.append("食事あり")
    return tuple(found)
