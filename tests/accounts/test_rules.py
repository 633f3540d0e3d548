"""Who gives which role to whom, and until when it lasts."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import CITY, OTHER_CITY, PREFECTURE, SPHERE, build_viewer
from yui.accounts.rules import (
    Grant,
    Office,
    common_area,
    may_approve,
    may_manage_people,
    refusal,
    roles_to_give,
    term_end,
)
from yui.accounts.states import ROLES_OF, BodyKind
from yui.policy.roles import OFFICERS, Role
from yui.policy.viewer import Viewer, operator

TODAY = date(2026, 11, 24)
OWN, SECTION, PARENT, FOREIGN = 5, 6, 4, 9


def _manager(role: Role = Role.MUNICIPAL_OFFICER, area_path: str = CITY) -> Viewer:
    return build_viewer(role, area_path, body_id=OWN, manages_accounts=True)


def _office(body_id: int = OWN, kind: BodyKind = BodyKind.MUNICIPALITY) -> Office:
    above = {OWN: {OWN, PARENT}, SECTION: {SECTION, OWN, PARENT}, PARENT: {PARENT}}
    below = {OWN: {OWN, SECTION}, SECTION: {SECTION}, PARENT: {PARENT, OWN, SECTION}}
    return Office(
        body_id,
        kind,
        frozenset(above.get(body_id, {body_id})),
        frozenset(below.get(body_id, {body_id})),
    )


def test_a_manager_manages_the_own_body_and_its_sections_alone() -> None:
    managed = {
        body: may_manage_people(_manager(), _office(body))
        for body in (OWN, SECTION, PARENT, FOREIGN)
    }
    assert managed == {OWN: True, SECTION: True, PARENT: False, FOREIGN: False}
    assert not may_manage_people(build_viewer(body_id=OWN), _office())
    assert may_manage_people(operator("yui"), _office(FOREIGN))


def test_the_second_person_is_another_manager_of_the_same_office() -> None:
    second = _manager()
    for body in (OWN, SECTION, PARENT):
        assert may_approve(second, _office(body), asked_by=77)
    assert not may_approve(second, _office(FOREIGN), asked_by=77)
    assert not may_approve(second, _office(), asked_by=second.user_id)
    assert not may_approve(build_viewer(body_id=OWN), _office(), asked_by=77)


def test_no_body_but_an_office_lets_in_officers() -> None:
    offices = {BodyKind.MINISTRY, BodyKind.PREFECTURE, BodyKind.MUNICIPALITY, BodyKind.OTHER}
    assert {kind for kind in BodyKind if ROLES_OF[kind] & OFFICERS} == offices
    assert set(ROLES_OF) == set(BodyKind)


@pytest.mark.parametrize("kind", list(BodyKind))
def test_who_is_no_officer_gives_no_role_that_reaches_beyond_the_body(kind: BodyKind) -> None:
    owner = _manager(Role.ORGANIZATION_OWNER, "")
    assert not set(roles_to_give(owner, kind)) & (OFFICERS | {Role.CONTRACTOR, Role.AUDITOR})


def test_nobody_gives_a_role_above_the_own_tier() -> None:
    town = set(roles_to_give(_manager(), BodyKind.OTHER)) | set(
        roles_to_give(_manager(), BodyKind.PREFECTURE)
    )
    assert not town & {Role.NATIONAL_SECRETARIAT, Role.PREFECTURAL_OFFICER}
    prefecture = _manager(Role.PREFECTURAL_OFFICER, PREFECTURE)
    assert Role.PREFECTURAL_OFFICER in roles_to_give(prefecture, BodyKind.PREFECTURE)


@pytest.mark.parametrize(
    ("kind", "grant", "says"),
    [
        (BodyKind.MUNICIPALITY, Grant(Role.MUNICIPAL_OFFICER, (CITY,)), ""),
        (BodyKind.MUNICIPALITY, Grant(Role.COORDINATOR_LAYER_2, (SPHERE,)), ""),
        (BodyKind.WELFARE_COUNCIL, Grant(Role.COORDINATOR_LAYER_1, (CITY,)), ""),
        (BodyKind.WELFARE_COUNCIL, Grant(Role.MUNICIPAL_OFFICER, (CITY,)), "この立場の人"),
        (BodyKind.COMPANY, Grant(Role.COORDINATOR_LAYER_1, (CITY,)), "この立場の人"),
        (BodyKind.MUNICIPALITY, Grant(Role.MUNICIPAL_OFFICER, (OTHER_CITY,)), "受け持ちの外"),
        (BodyKind.MUNICIPALITY, Grant(Role.ADVISER, (PREFECTURE,)), "受け持ちの外"),
        (BodyKind.MUNICIPALITY, Grant(Role.MUNICIPAL_OFFICER, (PREFECTURE,)), "合わない地域"),
        (BodyKind.MUNICIPALITY, Grant(Role.MUNICIPAL_OFFICER, (CITY, OTHER_CITY)), "受け持ちの外"),
        (
            BodyKind.MUNICIPALITY,
            Grant(Role.MUNICIPAL_OFFICER, (CITY, OTHER_CITY), is_own_group=True),
            "",
        ),
        (
            BodyKind.MUNICIPALITY,
            Grant(Role.MUNICIPAL_OFFICER, (CITY,), until=date(2026, 11, 23)),
            "きょうより後",
        ),
        (BodyKind.MUNICIPALITY, Grant(Role.CONTRACTOR, (CITY,)), "契約が終わる日"),
        (BodyKind.MUNICIPALITY, Grant(Role.CONTRACTOR, (CITY,), TODAY, FOREIGN), "どの組織"),
        (BodyKind.MUNICIPALITY, Grant(Role.CONTRACTOR, (CITY,), TODAY, OWN), ""),
    ],
)
def test_a_role_fits_the_kind_of_body_the_tier_and_the_area(
    kind: BodyKind, grant: Grant, says: str
) -> None:
    found = refusal(_manager(), _office(kind=kind), grant, on=TODAY)
    assert says in found
    assert bool(found) is bool(says)


@pytest.mark.parametrize(
    ("on", "leaving", "end"),
    [
        (date(2027, 2, 10), True, date(2027, 3, 31)),
        (date(2027, 2, 10), False, date(2027, 4, 30)),
        (date(2027, 3, 31), False, date(2027, 4, 30)),
        (date(2027, 4, 1), True, date(2028, 3, 31)),
        (date(2027, 4, 1), False, date(2028, 4, 30)),
    ],
)
def test_a_role_ends_with_march_for_who_leaves_and_with_april_for_others(
    on: date, leaving: bool, end: date
) -> None:
    assert term_end(on, is_leaving=leaving) == end


def test_the_area_of_a_group_is_what_contains_its_members() -> None:
    assert common_area((CITY, OTHER_CITY)) == PREFECTURE
    assert common_area((CITY, "97/97201/")) == ""
    assert common_area((CITY,)) == CITY
