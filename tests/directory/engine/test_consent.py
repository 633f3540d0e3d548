"""Every combination of scope, audience, home and part, against a table written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from yui.directory.engine import consent as c

ON = date(2026, 4, 1)
S = c.Scope
# Rows: the one scope that was named; columns: the audiences that may then see the part.
REACHES = {
    S.INTERNAL: {S.INTERNAL},
    S.CARE_NETWORK: {S.INTERNAL, S.CARE_NETWORK},
    S.PAPER: {S.INTERNAL, S.CARE_NETWORK, S.PAPER},
    S.WEB: {S.INTERNAL, S.CARE_NETWORK, S.WEB},
    S.OPEN_DATA: {S.INTERNAL, S.CARE_NETWORK, S.WEB, S.OPEN_DATA},
}
HOME_ADDRESS_MAY_REACH = {S.INTERNAL, S.CARE_NETWORK}


def consent(scopes: c.ConsentScopes) -> c.Consent:
    return c.Consent("代表の方", ON, c.ConsentHow.PAPER, scopes)


def view(scopes: c.ConsentScopes, audience: c.Scope, is_home: bool) -> c.PublishedView:
    return c.published_view(c.PublicationFacts(consent(scopes), is_home), audience, ON)


@pytest.mark.parametrize(("record", "part"), list(product(S, S)))
def test_view_follows_the_table_when_scopes_audience_and_home_vary(
    record: c.Scope, part: c.Scope
) -> None:
    one = frozenset({part})
    scopes = c.ConsentScopes(frozenset({record}), one, one, one)
    for audience, is_home in product(S, (False, True)):
        found = view(scopes, audience, is_home)
        if audience not in REACHES[record]:
            assert found == c.NOTHING
            continue
        reached = audience in REACHES[part]
        home_allows = not is_home or audience in HOME_ADDRESS_MAY_REACH
        assert found.record is c.Shown.SHOWN
        assert found.phone is (c.Shown.SHOWN if reached else c.Shown.WINDOW_PHONE)
        assert found.leader_name is (c.Shown.SHOWN if reached else c.Shown.HIDDEN)
        expected = c.Shown.SHOWN if reached and home_allows else c.Shown.AREA_ONLY
        assert found.address is expected


@pytest.mark.parametrize("audience", list(S))
def test_parts_are_replaced_when_no_scope_names_them(audience: c.Scope) -> None:
    scopes = c.ConsentScopes(record=c.ALL_SCOPES)
    assert view(scopes, audience, False) == c.PublishedView(
        c.Shown.SHOWN, c.Shown.WINDOW_PHONE, c.Shown.AREA_ONLY, c.Shown.HIDDEN
    )


def test_paper_and_web_are_apart_when_only_one_is_named() -> None:
    assert view(c.ConsentScopes(frozenset({S.PAPER})), S.WEB, False) == c.NOTHING
    assert view(c.ConsentScopes(frozenset({S.OPEN_DATA})), S.PAPER, False) == c.NOTHING


def test_home_address_stays_hidden_when_everything_was_agreed() -> None:
    shown = {audience: view(c.EVERYTHING, audience, True).address for audience in S}
    assert {a for a, each in shown.items() if each is c.Shown.SHOWN} == HOME_ADDRESS_MAY_REACH


def on_days(given: c.Consent) -> list[bool]:
    facts = c.PublicationFacts(given, False)
    found = []
    for ahead in (-1, 0, 1, 2):
        seen = {c.published_view(facts, a, ON + timedelta(days=ahead)) == c.NOTHING for a in S}
        assert len(seen) == 1
        found.append(not seen.pop())
    return found


def test_record_is_hidden_from_everyone_when_consent_is_not_in_force() -> None:
    given = consent(c.EVERYTHING)
    assert on_days(given) == [False, True, True, True]
    assert on_days(replace(given, until=ON + timedelta(days=1))) == [False, True, True, False]
    assert on_days(replace(given, withdrawn_on=ON + timedelta(days=1))) == [
        False,
        True,
        False,
        False,
    ]
    assert on_days(replace(given, withdrawn_on=ON)) == [False] * 4


def test_record_is_hidden_when_nobody_consented() -> None:
    facts = c.PublicationFacts(None, False)
    assert all(c.published_view(facts, audience, ON) == c.NOTHING for audience in S)


def test_official_list_shows_everything_but_its_leaders_when_it_was_published() -> None:
    facts = c.PublicationFacts(c.published_source("厚生労働省", ON), False)
    whole = c.PublishedView(c.Shown.SHOWN, c.Shown.SHOWN, c.Shown.SHOWN, c.Shown.HIDDEN)
    assert all(c.published_view(facts, audience, ON) == whole for audience in S)


def test_implied_scopes_never_shrink_when_more_are_named() -> None:
    for one, two in product(S, S):
        assert c.with_implied({one}) <= c.with_implied({one, two})
    assert c.with_implied(c.with_implied({S.OPEN_DATA})) == c.with_implied({S.OPEN_DATA})
    assert c.with_implied(()) == frozenset()


def test_every_scope_has_a_label() -> None:
    assert set(c.SCOPE_LABELS) == set(S)
