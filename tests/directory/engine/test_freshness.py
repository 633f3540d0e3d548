"""How long a confirmation holds, and how it is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.directory.engine import freshness as f

WINDOW = f.Window("見本市地域包括支援センター", "000-000-0000")
LIMITS = f.Limits()
STATES = list(f.FreshnessState)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
PERSON = st.builds(f.PersonConfirmation, st.just("見本市"), st.sampled_from(f.ConfirmedHow), DAYS)
LIST = st.builds(f.OfficialList, st.just("見本省"), DAYS, st.integers(1, 24))


def by_phone(on: date) -> f.PersonConfirmation:
    return f.PersonConfirmation("見本市長寿課", f.ConfirmedHow.PHONE, on)


@pytest.mark.parametrize(
    ("age_days", "state"),
    [(0, "fresh"), (180, "fresh"), (181, "ask"), (365, "ask"), (366, "out_of_print")],
)
def test_state_when_a_person_confirmed_so_many_days_ago(age_days: int, state: str) -> None:
    today = date(2026, 11, 24)
    found = f.freshness([by_phone(today - timedelta(days=age_days))], LIMITS, today)
    assert found.state == state


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 6, 30), "fresh"),
        (date(2026, 7, 1), "ask"),
        (date(2027, 1, 1), "ask"),
        (date(2027, 1, 2), "out_of_print"),
    ],
)
def test_state_when_a_half_yearly_list_ages(today: date, state: str) -> None:
    listed = f.OfficialList("厚生労働省", date(2025, 6, 30), 6)
    found = f.freshness([listed], LIMITS, today)
    assert found.state == state
    assert found.due_date == date(2026, 6, 30)
    assert found.print_until_date == date(2026, 6, 30) + timedelta(days=185)


def test_state_is_out_of_print_when_nobody_ever_confirmed() -> None:
    found = f.freshness([], LIMITS, date(2026, 1, 1))
    assert found == f.Freshness(f.FreshnessState.OUT_OF_PRINT, None, None, None)
    assert f.freshness_sentence(found, WINDOW).startswith(
        "まだ確かめていません。行く前に電話で確かめてください"
    )


@given(st.lists(PERSON | LIST, min_size=1, max_size=4), st.integers(0, 900), st.integers(0, 900))
def test_state_never_improves_when_time_goes_by(
    confirmations: list[f.Confirmation], first: int, more: int
) -> None:
    newest = max(confirmation.on for confirmation in confirmations)
    early = f.freshness(confirmations, LIMITS, newest + timedelta(days=first))
    late = f.freshness(confirmations, LIMITS, newest + timedelta(days=first + more))
    assert STATES.index(early.state) <= STATES.index(late.state)


@given(st.lists(PERSON | LIST, min_size=1, max_size=4), st.integers(1, 900))
def test_confirmation_is_refused_when_it_lies_in_the_future(
    confirmations: list[f.Confirmation], ahead: int
) -> None:
    newest = max(confirmation.on for confirmation in confirmations)
    with pytest.raises(f.FreshnessError):
        f.freshness(confirmations, LIMITS, newest - timedelta(days=ahead))


@given(st.lists(PERSON | LIST, min_size=1, max_size=4), PERSON | LIST)
def test_state_is_not_worse_when_one_more_confirmation_is_known(
    confirmations: list[f.Confirmation], more: f.Confirmation
) -> None:
    today = max(confirmation.on for confirmation in [*confirmations, more]) + timedelta(days=200)
    before = f.freshness(confirmations, LIMITS, today)
    after = f.freshness([*confirmations, more], LIMITS, today)
    assert STATES.index(after.state) <= STATES.index(before.state)


def test_basis_is_the_one_that_holds_longest_when_there_are_two() -> None:
    listed = f.OfficialList("厚生労働省", date(2026, 6, 30), 6)
    person = by_phone(date(2026, 11, 1))
    found = f.freshness([person, listed], LIMITS, date(2026, 11, 24))
    assert found.basis == listed
    assert found.due_date == date(2027, 6, 30)


def test_limits_come_from_the_most_specific_row_when_several_fit() -> None:
    kind, town, both = f.Limits(90, 200), f.Limits(100, 200), f.Limits(60, 120)
    table = f.LimitTable(
        (
            f.LimitRow(kind, kind="移動販売"),
            f.LimitRow(town, municipality_code="999911"),
            f.LimitRow(both, "移動販売", "999911"),
        )
    )
    assert table.limits_for("移動販売", "999911") == both
    assert table.limits_for("通いの場", "999911") == town
    assert table.limits_for("移動販売", "999929") == kind
    assert table.limits_for("通いの場", "999929") == f.Limits(180, 365)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 6, 30), 6, date(2025, 12, 31)),
        (date(2026, 2, 28), 12, date(2027, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2025, 8, 30), 6, date(2026, 2, 28)),
        (date(2025, 4, 1), 24, date(2027, 4, 1)),
    ],
)
def test_months_are_added_when_they_end_differently(day: date, months: int, expected: date) -> None:
    assert f.add_months(day, months) == expected


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [
        (f.OfficialList("厚生労働省", date(2025, 6, 30), 6), "2025年6月末の公表による"),
        (f.OfficialList("見本市", date(2025, 4, 1), 12), "2025年4月1日の公表による"),
        (by_phone(date(2026, 11, 1)), "2026年11月1日に見本市長寿課が電話で確かめました"),
    ],
)
def test_sentence_names_the_basis_when_fresh(basis: f.Confirmation, sentence: str) -> None:
    assert f.basis_sentence(basis) == sentence


def test_sentence_names_the_window_when_it_must_be_asked() -> None:
    found = f.freshness([by_phone(date(2026, 1, 5))], LIMITS, date(2026, 11, 24))
    assert f.freshness_sentence(found, WINDOW) == (
        "2026年1月5日に見本市長寿課が電話で確かめました。"
        "行く前に電話で確かめてください。見本市地域包括支援センター（電話 000-000-0000）"
    )


@pytest.mark.parametrize("days", [(0, 10), (180, 180), (365, 180)])
def test_limits_are_refused_when_they_do_not_rise(days: tuple[int, int]) -> None:
    with pytest.raises(f.FreshnessError):
        f.Limits(*days)


def test_list_is_refused_when_it_has_no_cycle() -> None:
    with pytest.raises(f.FreshnessError):
        f.OfficialList("見本市", date(2025, 4, 1), 0)
