"""One organization: what is behind a service."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yui.directory.errors import OrganizationNotFound
from yui.directory.models import Organization, Phone, Service
from yui.directory.queries.cards import organization_url
from yui.directory.queries.credits import credit_of
from yui.directory.queries.lists import services_of_organization
from yui.directory.queries.pages import short_code_from
from yui.directory.queries.values import (
    OrganizationPage,
    Page,
    PhoneLine,
    ServiceCard,
    WindowOf,
)
from yui.directory.queries.visible import (
    agreed,
    private_lines,
    visible_organizations,
    visible_services,
    with_part,
    with_scopes,
)
from yui.directory.queries.windows import window_of
from yui.directory.rules import may_keep
from yui.directory.states import GONE, LISTED, PhoneKind, Scope
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer


def get_organization(
    viewer: Viewer, short_code_or_id: str | UUID, *, at: datetime
) -> OrganizationPage:
    """This function will return what the page of an organization shows to this viewer.

    Its number and its count of services follow what the viewer may see.
    Raises: OrganizationNotFound.
    """
    rows = visible_organizations(viewer, on=date_in_jst(at)).select_related(
        "area", "kind", "source"
    )
    if isinstance(short_code_or_id, UUID):
        row = rows.filter(id=short_code_or_id).first()
    else:
        row = rows.filter(short_code=short_code_from(short_code_or_id)).first()
    if row is None:
        raise OrganizationNotFound
    on = date_in_jst(at)
    window = window_of(row.area.path)
    listed = visible_services(viewer, on=on).filter(organization=row, state__in=LISTED)
    return OrganizationPage(
        id=row.id,
        short_code=row.short_code,
        name=row.name,
        kana=row.kana,
        alternate_name=row.alternate_name,
        description=row.description,
        kind=row.kind.words if row.kind else "",
        area_path=row.area.path,
        area_name=row.area.name,
        website=row.website,
        corporate_number=row.corporate_number,
        phone=_phone_of(viewer, row, window, on),
        is_claimed=row.body_id is not None,
        service_count=listed.count(),
        source=credit_of(row.source),
        window=window,
        url=organization_url(row.short_code),
    )


def organization_link(viewer: Viewer, organization_id: UUID, *, at: datetime) -> str:
    """This function will return the address of an organization's page, "" when it has none."""
    rows = visible_organizations(viewer, on=date_in_jst(at)).filter(id=organization_id)
    code = rows.values_list("short_code", flat=True).first()
    return organization_url(code) if code else ""


def organization_with_services(
    viewer: Viewer, short_code: str, *, at: datetime, number: int = 1
) -> tuple[OrganizationPage, Page[ServiceCard]]:
    """This function will return an organization and one page of its services.

    Raises: OrganizationNotFound.
    """
    page = get_organization(viewer, short_code, at=at)
    return page, services_of_organization(viewer, page.id, at=at, number=number)


def _phone_of(
    viewer: Viewer, row: Organization, window: WindowOf | None, on: date
) -> PhoneLine | None:
    """A group's number goes as far as all of its services agreed; else the window answers."""
    if not _may_show_phone(viewer, row, on):
        return window.phone if window else None
    phones = Phone.objects.filter(organization=row, kind=PhoneKind.VOICE, is_private=False)
    if not may_keep(viewer, area_path=row.area.path, body_id=row.body_id):
        phones = phones.exclude(digits__in=private_lines([row.id]).values("digits"))
    phone = phones.order_by("position", "digits").first()
    if phone is None:
        return window.phone if window else None
    return PhoneLine(phone.number, f"tel:{phone.digits}", phone.hours)


def _may_show_phone(viewer: Viewer, row: Organization, on: date) -> bool:
    """Official lists published the number; else consent decides, represented by a body or not."""
    if row.source is not None and row.source.is_official:
        return True
    if may_keep(viewer, area_path=row.area.path, body_id=row.body_id):
        return True
    kept = Service.objects.filter(organization=row).exclude(state__in=GONE)
    on_web = with_scopes(kept).filter(agreed(Scope.WEB, on))
    return kept.exists() and with_part(on_web, "phone", Scope.WEB).count() == kept.count()
