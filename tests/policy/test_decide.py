"""The decision, checked against a second copy written from the table in trust.md §1.4."""

from __future__ import annotations

import itertools

import pytest

from yui.policy.decide import (
    Action,
    Facts,
    Visibility,
    audience_token,
    audience_tokens,
    decide,
    municipality_of,
    paths_to,
    prefecture_of,
)
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer, operator

TOWN, WARD, OTHER_TOWN, PREFECTURE, OTHER_PREFECTURE = (
    "14/14100/",
    "14/14100/14101/",
    "14/14130/",
    "14/",
    "13/",
)
VIEWERS = [
    ANONYMOUS,
    *(
        Viewer(role=role, user_id=7, membership_id=1, body_id=body, area_path=path)
        for role, body, path in itertools.product(
            (
                Role.MUNICIPAL_OFFICER,
                Role.COORDINATOR_LAYER_2,
                Role.CARE_MANAGER,
                Role.PREFECTURAL_OFFICER,
                Role.NATIONAL_SECRETARIAT,
                Role.ORGANIZATION_EDITOR,
            ),
            (1, 2),
            (TOWN, WARD, OTHER_TOWN, PREFECTURE, OTHER_PREFECTURE, ""),
        )
    ),
]
FACTS = [
    Facts(path, visibility, body, published, shared)
    for path, visibility, body, published, shared in itertools.product(
        (TOWN, WARD, OTHER_TOWN),
        Visibility,
        (None, 1, 2),
        (True, False),
        (True, False),
    )
]


def _expected_read(viewer: Viewer, facts: Facts) -> bool:
    """An independent copy: written as sentences, not as tokens."""
    published = facts.is_published
    if published and facts.visibility is Visibility.PUBLIC:
        return True
    if viewer.area_path is None:
        return False
    if published and facts.visibility is Visibility.REGISTERED:
        return True
    own_town = viewer.area_path.split("/")[1:2]
    its_town = facts.area_path.split("/")[1:2]
    in_town = bool(own_town and own_town[0]) and own_town == its_town
    same_prefecture = viewer.area_path.split("/")[0] == facts.area_path.split("/")[0]
    if published and facts.visibility is Visibility.PREFECTURE and same_prefecture:
        return True
    if published and facts.visibility is Visibility.MUNICIPALITY and in_town:
        return True
    if facts.body_id is not None and facts.body_id == viewer.body_id:
        return True
    office = viewer.role in (Role.MUNICIPAL_OFFICER, Role.COORDINATOR_LAYER_2,
                             Role.PREFECTURAL_OFFICER, Role.NATIONAL_SECRETARIAT)  # fmt: skip
    is_hidden = not published or facts.visibility is Visibility.BODY
    if office and facts.body_id is None and is_hidden and viewer.area_path == facts.area_path:
        return True
    if office and in_town and facts.body_id is None:
        return True
    professional = viewer.role in (Role.COORDINATOR_LAYER_2, Role.CARE_MANAGER)
    return facts.shared_with_professionals and professional and in_town


@pytest.mark.parametrize("facts", FACTS, ids=str)
def test_read_equals_the_second_copy_for_every_viewer(facts: Facts) -> None:
    wrong = [
        viewer
        for viewer in VIEWERS
        if decide(viewer, Action.READ, facts) != _expected_read(viewer, facts)
    ]
    assert wrong == []


def test_a_prefectural_officer_does_not_know_of_a_municipal_draft() -> None:
    officer = Viewer(role=Role.PREFECTURAL_OFFICER, user_id=1, body_id=9, area_path=PREFECTURE)
    draft = Facts(TOWN, Visibility.PUBLIC, body_id=3, is_published=False)
    assert not decide(officer, Action.READ, draft)
    assert not decide(officer, Action.WRITE, Facts(TOWN))
    assert decide(officer, Action.WRITE, Facts(PREFECTURE))
    assert decide(officer, Action.IMPORT, Facts(TOWN))


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.ADVISER, Role.WELFARE_COMMISSIONER, Role.CARE_MANAGER]
)
def test_readers_write_nothing_even_of_their_own_body(role: Role) -> None:
    reader = Viewer(role=role, user_id=1, body_id=3, area_path=TOWN)
    assert not decide(reader, Action.WRITE, Facts(TOWN, body_id=3))
    assert decide(
        Viewer(role=Role.ORGANIZATION_EDITOR, user_id=1, body_id=3, area_path=TOWN),
        Action.WRITE,
        Facts(TOWN, body_id=3),
    )


def test_a_city_and_its_wards_are_one_office_for_lists_too() -> None:
    officer = Viewer(role=Role.MUNICIPAL_OFFICER, user_id=1, body_id=9, area_path=TOWN)
    draft = Facts(WARD, Visibility.PUBLIC, is_published=False)
    assert decide(officer, Action.READ, draft)
    assert audience_token(draft) in audience_tokens(officer)


def test_exact_counts_are_for_the_own_municipality_only() -> None:
    facts = Facts(TOWN)
    own = Viewer(role=Role.COORDINATOR_LAYER_1, user_id=1, body_id=1, area_path=WARD)
    nation = Viewer(role=Role.NATIONAL_SECRETARIAT, user_id=1, body_id=1, area_path="")
    assert decide(own, Action.READ_EXACT_COUNTS, facts)
    assert not decide(nation, Action.READ_EXACT_COUNTS, facts)
    assert not decide(ANONYMOUS, Action.READ_EXACT_COUNTS, facts)


@pytest.mark.parametrize("action", [each for each in Action if each is not Action.READ])
def test_nobody_unsigned_may_do_more_than_read(action: Action) -> None:
    assert not decide(ANONYMOUS, action, Facts(TOWN, Visibility.PUBLIC))


def test_only_the_operator_on_the_host_may_operate() -> None:
    facts = Facts("")
    assert decide(operator("yui verify"), Action.OPERATE, facts)
    assert not any(decide(viewer, Action.OPERATE, facts) for viewer in VIEWERS)


def test_paths_name_their_municipality_and_prefecture() -> None:
    assert municipality_of("14/14100/14101/14101-03/") == "14/14100/"
    assert municipality_of("14/") == ""
    assert municipality_of("") == ""
    assert prefecture_of("14/14100/") == "14/"
    assert paths_to("14/14100/14101/") == ["14/14100/14101/", "14/14100/", "14/", ""]
    assert paths_to("") == [""]
    assert prefecture_of("") == ""


def test_tokens_of_the_public_are_one() -> None:
    assert audience_tokens(ANONYMOUS) == {"public"}
    assert audience_token(Facts(TOWN, Visibility.PUBLIC)) == "public"
    assert audience_token(Facts(WARD, Visibility.MUNICIPALITY)) == f"within:{TOWN}"
