"""Which services a viewer may see, as one condition inside the query.

It says the same as `rules.may_see`; a test holds the two together over every kind of record
and every role.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from yui.areas.rules import within
from yui.areas.states import Opening
from yui.directory.models import Organization, Phone, Service, ServiceAtLocation
from yui.directory.states import LISTED, Scope, ServiceState
from yui.policy.decide import municipality_of
from yui.policy.roles import LIST_KEEPERS, OFFICE_STAFF, PROFESSIONALS, WRITERS, Role
from yui.policy.viewer import Viewer

# What each audience is reached by (see engine/consent): open data implies the web, and so on.
_REACHING = {
    Scope.WEB: (Scope.WEB, Scope.OPENDATA),
    Scope.OPENDATA: (Scope.OPENDATA,),
    Scope.PROFESSIONALS: (Scope.PROFESSIONALS, Scope.PAPER, Scope.WEB, Scope.OPENDATA),
}


def visible_services(viewer: Viewer, *, on: date) -> QuerySet[Service]:
    """This function will return the services the viewer may see on a day."""
    everything = with_scopes(Service.objects.exclude(state=ServiceState.MERGED))
    if viewer.role is Role.OPERATOR:
        return everything
    seen = agreed(Scope.WEB, on)
    if viewer.area_path is None:
        return everything.filter(seen)
    if viewer.body_id is not None:
        seen |= Q(organization__body_id=viewer.body_id)
    home = municipality_of(viewer.area_path)
    if home and viewer.role in OFFICE_STAFF:
        seen |= within(home, "area__path") & Q(organization__body__isnull=True)
    if home and viewer.role in PROFESSIONALS:
        seen |= within(home, "area__path") & agreed(Scope.PROFESSIONALS, on)
    return everything.filter(seen)


def with_scopes(rows: QuerySet[Service]) -> QuerySet[Service]:
    """This function will add the record's scopes as text, which both databases can look into."""
    return rows.alias(scopes=Cast("consent__record_scopes", CharField()))


def agreed(scope: Scope, on: date) -> Q:
    """This function will build the condition "listed, and open to this audience on the day".

    A record without consent of its own follows its source: official lists are open to all.
    """
    named = Q()
    for each in _REACHING[scope]:
        named |= Q(scopes__contains=f'"{each.value}"')
    in_force = (
        named
        & Q(consent__given_date__lte=on)
        & (Q(consent__until__isnull=True) | Q(consent__until__gte=on))
        & (Q(consent__withdrawn_date__isnull=True) | Q(consent__withdrawn_date__gt=on))
    )
    official = Q(consent__isnull=True, source__is_official=True)
    open_to_them = Q(state__in=LISTED) & (official | in_force)
    return open_to_them & ~preparing() if scope is Scope.OPENDATA else open_to_them


def preparing() -> Q:
    """This function will build the condition "in a town that prepares to open"（準備中）.

    A ward prepares with its city. Until the town is opened its records leave by no machine.
    """
    here, around = "area__opening", "area__parent__opening"
    return Q(**{here: Opening.PREPARING}) | Q(**{around: Opening.PREPARING})


def with_part(
    rows: QuerySet[Service], part: Literal["phone", "address"], scope: Scope
) -> QuerySet[Service]:
    """This function will keep the services whose number or address is open to an audience.

    The record itself must be asked for as well, by `agreed`.
    """
    named = Q(consent__isnull=True)
    for each in _REACHING[scope]:
        named |= Q(**{f"{part}_to__contains": f'"{each.value}"'})
    shown_to = {f"{part}_to": Cast(f"consent__{part}_scopes", CharField())}
    return rows.alias(**shown_to).filter(named)


def open_places(on: date, scope: Scope) -> QuerySet[ServiceAtLocation]:
    """This function will return where listed services are, their address open to an audience.

    A service that is in somebody's home as well keeps all its places back.
    """
    listed = with_scopes(Service.objects.all()).filter(agreed(scope, on))
    homes = ServiceAtLocation.objects.filter(service=OuterRef("service"), location__is_home=True)
    return ServiceAtLocation.objects.filter(
        ~Exists(homes), Exists(with_part(listed, "address", scope).filter(pk=OuterRef("service")))
    )


def kept_services(viewer: Viewer) -> QuerySet[Service]:
    """This function will return the services the viewer may change (`rules.may_keep_one_of`).

    Those in the list of the own area, those given at a place of the own 圏域, those of the own
    body; what a body represents is its own to keep.
    """
    if viewer.role is Role.OPERATOR:
        return Service.objects.all()
    path = viewer.area_path or ""
    home = municipality_of(path)
    kept = Q(pk__in=())
    if home and viewer.role in LIST_KEEPERS:
        lies = within(path, "area__path")
        if path != home:
            here = ServiceAtLocation.objects.filter(
                within(path, "location__sphere__path"), service=OuterRef("pk")
            )
            lies = within(home, "area__path") & (lies | Q(Exists(here)))
        kept |= lies & Q(organization__body__isnull=True)
    if viewer.body_id is not None and viewer.role in WRITERS:
        kept |= Q(organization__body_id=viewer.body_id)
    return Service.objects.filter(kept)


def visible_organizations(viewer: Viewer, *, on: date) -> QuerySet[Organization]:
    """This function will return the organizations the viewer may see on a day.

    A group is named where one of its services is, or where an official list names it; without
    either only its own body and the office of its area know of it, so that a draft taken away
    or a consent withdrawn never makes a name public.
    """
    if viewer.role is Role.OPERATOR:
        return Organization.objects.all()
    services = visible_services(viewer, on=on).filter(organization=OuterRef("pk"))
    seen = Q(is_published=True) & Q(Q(source__is_official=True) | Q(Exists(services)))
    if viewer.area_path is not None:
        home = municipality_of(viewer.area_path)
        if viewer.body_id is not None:
            seen |= Q(body_id=viewer.body_id)
        if home and viewer.role in OFFICE_STAFF:
            seen |= within(home, "area__path") & (Q(body__isnull=True) | Q(is_published=True))
    return Organization.objects.filter(seen)


def private_lines(organization_ids: Collection[UUID]) -> QuerySet[Phone]:
    """This function will return somebody's own lines, as organizations or their services gave them.

    Groups often give their leader's line as their own number: who shows an organization leaves
    out every number that stands here.
    """
    owners = (
        "organization",
        "contact__organization",
        "service__organization",
        "contact__service__organization",
        "service_at_location__service__organization",
    )
    owned = Q()
    for owner in owners:
        owned |= Q(**{f"{owner}__in": organization_ids})
    return Phone.objects.filter(owned, Q(is_private=True) | Q(contact__is_leader=True))
