"""Reading members: how far each is seen is said inside the query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from yui.areas.rules import within
from yui.journal.queries import Read, reveal
from yui.journal.states import Purpose
from yui.lib.clock import date_in_jst
from yui.members.errors import MemberNotFound
from yui.members.models import Member
from yui.members.queries.content import names_of_areas
from yui.policy.decide import Visibility, municipality_of, paths_to, prefecture_of
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

PAGE_SIZE: Final = 50
_PERSONAL = ("members.member.person", "members.member.email")


@dataclass(frozen=True, slots=True)
class MemberLine:
    """This value will hold one member of the list; `url` leads to its page."""

    short_code: str
    name: str
    kind: str
    area_name: str
    offers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """This value will hold what the page of a member shows to this viewer.

    `person` and `email` are empty for who has not signed in.
    """

    short_code: str
    name: str
    kana: str
    kind: str
    area_path: str
    corporate_number: str
    areas: tuple[str, ...]
    fields: tuple[str, ...]
    offers: tuple[str, ...]
    offer_words: str
    wants: str
    conditions: str
    cooperation: str
    department: str
    phone: str
    person: str
    email: str
    visibility: Visibility
    declared_date: date | None
    admitted_on: date


def visible_members(viewer: Viewer) -> QuerySet[Member]:
    """This function will return the members a viewer may see, for queries of this room.

    It says inside the query what `rules.may_see` says of one; a test holds the two together.
    """
    rows = Member.objects.all()
    if viewer.role is Role.OPERATOR:
        return rows
    seen = Q(visibility=Visibility.PUBLIC)
    if viewer.area_path is not None:
        seen |= Q(visibility=Visibility.REGISTERED)
        around = {
            Visibility.PREFECTURE: prefecture_of(viewer.area_path),
            Visibility.MUNICIPALITY: municipality_of(viewer.area_path),
        }
        for visibility, path in around.items():
            if path:
                seen |= Q(visibility=visibility) & within(path, "area__path")
        if viewer.body_id is not None:
            seen |= Q(organization__body_id=viewer.body_id)
    return rows.filter(seen)


def members_in(viewer: Viewer, *, area_path: str = "", offer: str = "") -> tuple[MemberLine, ...]:
    """This function will list members active in an area, or everywhere around it, by name.

    Three queries, however many; at most 50. The order says nothing about anybody.
    """
    rows = visible_members(viewer)
    if area_path:
        around = paths_to(area_path)
        active = within(area_path, "areas__area__path") | Q(areas__area__path__in=around)
        rows = rows.filter(active)
    if offer:
        rows = rows.filter(
            attributes__term__taxonomy__code="offer_kind", attributes__term__code=offer
        )
    ids = rows.values("id")
    found = (
        Member.objects.filter(id__in=ids)
        .select_related("organization__kind", "area")
        .prefetch_related("attributes__term__taxonomy")
        .order_by("organization__folded", "id")[:PAGE_SIZE]
    )
    return tuple(
        MemberLine(
            row.organization.short_code,
            row.organization.name,
            row.organization.kind.words if row.organization.kind else "",
            row.area.name,
            _words(row, "offer_kind"),
        )
        for row in found
    )


def get_member(viewer: Viewer, short_code: str) -> MemberPage:
    """This function will return the page of a member. Raises: MemberNotFound."""
    return _page(viewer, visible_members(viewer).filter(organization__short_code=short_code))


def member_of(viewer: Viewer, organization_id: UUID) -> MemberPage | None:
    """This function will return the member an organization is to this viewer, or None."""
    try:
        return _page(viewer, visible_members(viewer).filter(organization_id=organization_id))
    except MemberNotFound:
        return None


def _page(viewer: Viewer, rows: QuerySet[Member]) -> MemberPage:
    row = (
        rows.select_related("organization__kind", "area")
        .prefetch_related("attributes__term__taxonomy", "areas__area", "declarations")
        .first()
    )
    if row is None:
        raise MemberNotFound
    organization, is_registered = row.organization, viewer.area_path is not None
    if is_registered and organization.body_id != viewer.body_id:
        reveal(Read(Purpose.PAGE, "members.member", str(row.id), row.area.path, _PERSONAL))
    return MemberPage(
        short_code=organization.short_code,
        name=organization.name,
        kana=organization.kana,
        kind=organization.kind.words if organization.kind else "",
        area_path=row.area.path,
        corporate_number=organization.corporate_number,
        areas=names_of_areas([each.area.path for each in row.areas.all()]),
        fields=_words(row, "field"),
        offers=_words(row, "offer_kind"),
        offer_words=row.offer_words,
        wants=row.wants,
        conditions=row.conditions,
        cooperation=row.cooperation,
        department=row.department,
        phone=row.phone,
        person=row.person if is_registered else "",
        email=row.email if is_registered else "",
        visibility=Visibility(row.visibility),
        declared_date=max((each.declared_date for each in row.declarations.all()), default=None),
        admitted_on=date_in_jst(row.admitted_at),
    )


def _words(row: Member, taxonomy: str) -> tuple[str, ...]:
    terms = (each.term for each in row.attributes.all())
    chosen = [term for term in terms if term.taxonomy.code == taxonomy]
    return tuple(term.words for term in sorted(chosen, key=lambda term: term.position))
