"""Looking for one's own record, and who gets what the office has on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from tests.builders import OPERATOR, build_body, build_organization
from tests.directory.builders import CITY, OFFICER, OTHER_CITY, Town, published, ride
from yui.accounts.states import BodyKind
from yui.directory.actions import ConsentInput, PhoneInput, represent_organization
from yui.directory.errors import MoveRefused, NotYours, OrganizationNotFound
from yui.directory.models import Organization
from yui.directory.queries.claimable import find_organizations, organization_on_record
from yui.directory.states import ConfirmedHow, Scope
from yui.journal.models import Entry
from yui.policy.viewer import ANONYMOUS


def test_own_record_is_found_by_name_reading_and_number(town: Town, at: datetime) -> None:
    published(town, at, ride(town, phones=(PhoneInput("000-555-1201"),)))
    row = Organization.objects.get(id=town.group.id)
    Organization.objects.filter(id=row.id).update(
        kana="あさひたすけあいのかい", corporate_number="1234567890123"
    )
    for words in (row.name[:3], "たすけあい", "1234567890123", "000-555-1201", "1201"):
        assert [line.id for line in find_organizations(ANONYMOUS, words, at=at)] == [row.id], words
    for words in ("", "あ", "ー", "9999", "9999999999999"):
        assert find_organizations(ANONYMOUS, words, at=at) == (), words


def test_number_that_is_kept_back_finds_nothing(town: Town, at: datetime) -> None:
    hidden = ConsentInput(
        at.date(), ConfirmedHow.PAPER, "代表", None, frozenset(Scope), frozenset(), frozenset()
    )
    phones = (PhoneInput("000-555-7777", is_private=True),)
    published(town, at, ride(town, phones=phones, consent=hidden))
    assert find_organizations(ANONYMOUS, "000-555-7777", at=at) == ()
    name = Organization.objects.get(id=town.group.id).name
    assert len(find_organizations(ANONYMOUS, name, at=at)) == 1
    assert "000-555-7777" in organization_on_record(OFFICER, town.group.id).phones


def test_group_without_anything_public_is_not_found(town: Town, at: datetime) -> None:
    build_organization(CITY, "ひそかな会")
    assert find_organizations(ANONYMOUS, "ひそかな会", at=at) == ()


def test_only_who_keeps_the_list_reads_what_is_on_record(town: Town) -> None:
    for viewer in (ANONYMOUS, replace(OFFICER, area_path=OTHER_CITY)):
        with pytest.raises(NotYours):
            organization_on_record(viewer, town.group.id)
    with pytest.raises(OrganizationNotFound):
        organization_on_record(OFFICER, UUID(int=1))


def test_one_body_speaks_for_an_organization_and_no_second(town: Town, at: datetime) -> None:
    first = build_body(CITY, "あさひ", kind=BodyKind.GROUP)
    second = build_body(CITY, "ゆうひ", kind=BodyKind.GROUP)
    given = {"at": at, "organization_id": town.group.id}
    with pytest.raises(NotYours):
        represent_organization(by=replace(OFFICER, area_path=OTHER_CITY), body_id=first, **given)
    represent_organization(by=OFFICER, body_id=first, **given)
    entry = Entry.objects.latest("position")
    assert (entry.verb, entry.fields) == ("directory.organization.represented", ["body"])
    with pytest.raises(NotYours):
        represent_organization(by=OFFICER, body_id=second, **given)
    with pytest.raises(MoveRefused):
        represent_organization(by=OPERATOR, body_id=second, **given)
    assert Organization.objects.get(id=town.group.id).body_id == first
    assert Entry.objects.latest("position") == entry
