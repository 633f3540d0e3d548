"""How long what we know about a service holds, and how that is said.

A record is confirmed by a person (who, how, when) or by an official list. A list counts from its
period date, never from the day it was imported, and holds until the next edition but one should be
out: two edition cycles after its period date. A record that nobody ever confirmed is out of print.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class FreshnessError(ValueError):
    """A confirmation or limit that cannot be, such as a date in the future."""


class FreshnessState(StrEnum):
    """FRESH: shown as it is. ASK: shown with 「電話で確かめてください」. OUT_OF_PRINT: no paper."""

    FRESH = "fresh"
    ASK = "ask"
    OUT_OF_PRINT = "out_of_print"


_ORDER = tuple(FreshnessState)


class ConfirmedHow(StrEnum):
    """The way in which a person confirmed a record."""

    PHONE = "phone"
    VISIT = "visit"
    MAIL = "mail"
    FORM = "form"
    PAPER = "paper"
    SLIP = "slip"


_HOW_WORDS = {
    ConfirmedHow.PHONE: "電話で",
    ConfirmedHow.VISIT: "たずねて",
    ConfirmedHow.MAIL: "メールで",
    ConfirmedHow.FORM: "画面の手続きで",
    ConfirmedHow.PAPER: "書面で",
    ConfirmedHow.SLIP: "はがきで",
}

# Nobody goes to a helper who comes to the home.
BEFORE_GOING = "行く前に"
BEFORE_USE = "使う前に"


@dataclass(frozen=True, slots=True)
class Limits:
    """Days after which a confirmation by a person is asked again, and leaves print."""

    ask_after_days: int = 180
    out_of_print_after_days: int = 365

    def __post_init__(self) -> None:
        if not 0 < self.ask_after_days < self.out_of_print_after_days:
            raise FreshnessError("limits rise: first ask, then out of print")

    @property
    def grace_days(self) -> int:
        """This property will give the days between asking and leaving print."""
        return self.out_of_print_after_days - self.ask_after_days


@dataclass(frozen=True, slots=True)
class LimitRow:
    """Limits for a kind of service, a municipality, or both; None stands for any."""

    limits: Limits
    kind: str | None = None
    municipality_code: str | None = None

    def fits(self, kind: str, municipality_code: str) -> bool:
        """This function will tell whether the row speaks about this kind and municipality."""
        fits_kind = self.kind in (None, kind)
        return fits_kind and self.municipality_code in (None, municipality_code)


@dataclass(frozen=True, slots=True)
class LimitTable:
    """All limits as data; the most specific row wins, the municipality before the kind."""

    rows: tuple[LimitRow, ...] = ()
    default: Limits = field(default_factory=Limits)

    def limits_for(self, kind: str, municipality_code: str) -> Limits:
        """This function will give the limits of a kind of service in a municipality."""
        fitting = [row for row in self.rows if row.fits(kind, municipality_code)]
        if not fitting:
            return self.default
        return max(fitting, key=lambda r: (bool(r.municipality_code), bool(r.kind))).limits


@dataclass(frozen=True, slots=True)
class PersonConfirmation:
    """Somebody confirmed the record.

    `by` is the office or role as shown to people, never a private name.
    """

    by: str
    how: ConfirmedHow
    on: date


@dataclass(frozen=True, slots=True)
class OfficialList:
    """The record stands in an official list of this period; a new edition each `cycle_months`."""

    publisher: str
    on: date
    cycle_months: int

    def __post_init__(self) -> None:
        if self.cycle_months < 1:
            raise FreshnessError("an edition cycle is at least one month")


Confirmation = PersonConfirmation | OfficialList


@dataclass(frozen=True, slots=True)
class Freshness:
    """The state on a day, what it rests on, the last fresh day and the last day in print.

    Without any confirmation `basis` and both days are None and the state is OUT_OF_PRINT.
    """

    state: FreshnessState
    basis: Confirmation | None
    due_date: date | None
    print_until_date: date | None


@dataclass(frozen=True, slots=True)
class Window:
    """The desk that answers for a record: 包括, 社協 or an office; never a private person."""

    name: str
    phone: str


def add_months(day: date, months: int) -> date:
    """This function will add months; the last day of a month stays the last day."""
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    end = monthrange(year, month)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, end if at_end else min(day.day, end))


def refuse_future(confirmation: Confirmation, today: date) -> None:
    """This function will accept a confirmation of today or before.

    Raises: FreshnessError when its date lies in the future.
    """
    if confirmation.on > today:
        raise FreshnessError("a confirmation cannot lie in the future")


def _due_date(confirmation: Confirmation, limits: Limits) -> date:
    if isinstance(confirmation, OfficialList):
        return add_months(confirmation.on, 2 * confirmation.cycle_months)
    return confirmation.on + timedelta(days=limits.ask_after_days)


def oldest_fresh_confirmation(limits: Limits, today: date) -> date:
    """This function will return the earliest day whose confirmation by a person is still fresh."""
    return today - timedelta(days=limits.ask_after_days)


def oldest_fresh_list(cycle_months: int, today: date) -> date:
    """This function will return the earliest period date of a list that is still fresh today.

    Adding months never puts an earlier day behind a later one, so looking near the day that the
    calendar suggests is enough: months differ by three days at most.
    """
    near = add_months(today, -2 * cycle_months) - timedelta(days=4)
    while add_months(near, 2 * cycle_months) < today:
        near += timedelta(days=1)
    return near


def freshness_by(confirmation: Confirmation, limits: Limits, today: date) -> Freshness:
    """This function will give the freshness that one confirmation supports.

    The due date itself is still fresh. Both kinds stay in print for the same days after it.
    Raises: FreshnessError when the confirmation lies in the future.
    """
    refuse_future(confirmation, today)
    due = _due_date(confirmation, limits)
    print_until = due + timedelta(days=limits.grace_days)
    state = FreshnessState.OUT_OF_PRINT
    if today <= print_until:
        state = FreshnessState.FRESH if today <= due else FreshnessState.ASK
    return Freshness(state, confirmation, due, print_until)


def freshness(confirmations: Sequence[Confirmation], limits: Limits, today: date) -> Freshness:
    """This function will give the best freshness that the confirmations support.

    Raises: FreshnessError when any of them lies in the future.
    """
    if not confirmations:
        return Freshness(FreshnessState.OUT_OF_PRINT, None, None, None)
    found = [freshness_by(confirmation, limits, today) for confirmation in confirmations]
    return min(found, key=lambda each: (_ORDER.index(each.state), _reverse(each)))


def _reverse(found: Freshness) -> tuple[int, int, str]:
    """This function will order equal states: the later due date first, then the later basis."""
    due, basis = found.due_date, found.basis
    return (-due.toordinal() if due else 0, -basis.on.toordinal() if basis else 0, repr(basis))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def period_words(day: date) -> str:
    """This function will say of which day a list speaks: 「2025年6月末」 on the last of a month."""
    at_end = day.day == monthrange(day.year, day.month)[1]
    return f"{day.year}年{day.month}月末" if at_end else _day(day)


def basis_sentence(basis: Confirmation | None) -> str:
    """This function will say on what a record rests: 「2025年6月末の公表による」."""
    if basis is None:
        return "まだ確かめていません"
    if isinstance(basis, OfficialList):
        return f"{period_words(basis.on)}の公表による"
    return f"{_day(basis.on)}に{basis.by}が{_HOW_WORDS[basis.how]}確かめました"


def ask_sentence(window: Window, before: str = BEFORE_GOING) -> str:
    """This function will ask the reader to phone the area's window before going, or before use."""
    return f"{before}電話で確かめてください。{window.name}（電話 {window.phone}）"


def freshness_sentence(found: Freshness, window: Window, before: str = BEFORE_GOING) -> str:
    """This function will say how fresh a record is, and whom to phone when it is not fresh."""
    basis = basis_sentence(found.basis)
    if found.state is FreshnessState.FRESH:
        return basis
    return f"{basis}。{ask_sentence(window, before)}"
