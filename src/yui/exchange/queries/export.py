"""Records as the lists write them: for files that staff take out, and to know them again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from yui.areas.queries.nation import nation
from yui.areas.rules import within
from yui.directory.formats.writers import WrittenRecord
from yui.directory.models import Phone, Service, ServiceAtLocation
from yui.directory.queries.facts import facts_of
from yui.directory.queries.rows import key_of, load_for_index, to_uuid
from yui.directory.queries.visible import visible_services
from yui.directory.rules import (
    PublishedView,
    ServiceFacts,
    Shown,
    may_keep,
    may_see,
    view_of,
)
from yui.directory.states import LISTED, Scope, Sector
from yui.exchange.queries.current import Current, current_services
from yui.exchange.rules import may_import
from yui.lib.japanese import parse_phone
from yui.policy.viewer import ANONYMOUS, Viewer

CHUNK = 500
SECTORS = {"ods_care_service": Sector.INSURANCE, "mhlw_kayoinoba": Sector.DAILY}


def written_records(
    viewer: Viewer, *, kind: str, area_path: str, on: date, audience: Scope | None = None
) -> Iterator[WrittenRecord]:
    """This function will yield the listed records of an area that a list of this kind holds.

    With an `audience` only what that audience gets, whoever asks: a file for everybody is made
    for Scope.OPENDATA. Without one it is for the office itself.

    Only for staff who may import there, and only what the viewer may see on the day: whole
    records where the viewer keeps them, elsewhere cut to what the viewer's place allows. A
    record whose consent has ended leaves in no file, whoever asks.
    """
    if not may_import(viewer, area_path=area_path):
        return
    reader = viewer if audience is None else ANONYMOUS
    rows = visible_services(reader, on=on).filter(
        within(area_path, "area__path"), state__in=LISTED, sector=SECTORS[kind]
    )
    ids = list(rows.order_by("area__path", "folded", "id").values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield from _written(reader, ids[start : start + CHUNK], on, audience)


def ids_of_codes(short_codes: Sequence[str]) -> dict[str, UUID]:
    """This function will return the ids of services by their short codes."""
    rows = Service.objects.filter(short_code__in=short_codes)
    return dict(rows.values_list("short_code", "id"))


def written_record(current: Current) -> WrittenRecord:
    """This function will return a record as the lists write it."""
    values = current.values
    prefecture, municipality, code = names_of_area(current.area_path)
    phones = values["phones"]
    point = values["point"]
    return WrittenRecord(
        short_code=current.short_code,
        area_code=code,
        prefecture=prefecture,
        municipality=municipality,
        name=values["name"],
        kana=values["kana"],
        description=values["description"],
        service_type=current.source_key.rpartition(":")[2] if ":" in current.source_key else "",
        audience=_audience(values["eligibility"]),
        fee_class=values["fee_class"],
        fee_text=values["fee_text"],
        transport=values["transport"],
        meals=values["meals"],
        website=values["website"],
        email=values["email"],
        address=values["address"],
        building=values["building"],
        postal_code=values["postal_code"],
        point=(point[0], point[1]) if point else None,
        phone=phones[0]["number"] if phones else "",
        extension=phones[0]["extension"] if phones else "",
        fax=values["fax"],
        rule=values["schedule"],
        sentence=values["sentence"],
        not_read=values["not_read"],
        organization_name=values["organization"]["name"],
        corporate_number=values["organization"]["corporate_number"],
        service_area=values["service_area"],
    )


def _written(
    viewer: Viewer, ids: Sequence[UUID], on: date, audience: Scope | None
) -> Iterator[WrittenRecord]:
    now = current_services(ids)
    views = _views(viewer, ids, on, audience)
    lines = _own_lines([key for key, view in views.items() if view is not None])
    for service_id in ids:
        if service_id in now and service_id in views:
            record, view = written_record(now[service_id]), views[service_id]
            yield record if view is None else _cut(record, view, lines[service_id])


def _views(
    viewer: Viewer, ids: Sequence[UUID], on: date, audience: Scope | None
) -> dict[UUID, PublishedView | None]:
    """What of each record the viewer may take; None stands for all of it."""
    rows = load_for_index([key_of(each) for each in ids]).services
    homes = _homes(ids)
    found: dict[UUID, PublishedView | None] = {}
    for key, row in rows.items():
        service_id, facts = to_uuid(key), facts_of(row, on)
        if not may_see(viewer, facts) or _has_ended(facts):
            continue
        view = view_of(viewer, facts, is_home=service_id in homes, audience=audience)
        if may_keep(viewer, area_path=facts.area_path, body_id=facts.body_id):
            found[service_id] = None
        elif view.record is Shown.SHOWN:
            found[service_id] = view
    return found


def _has_ended(facts: ServiceFacts) -> bool:
    return facts.consent is not None and not facts.consent.is_in_force(facts.on)


def _homes(ids: Sequence[UUID]) -> frozenset[UUID]:
    rows = ServiceAtLocation.objects.filter(service_id__in=ids, location__is_home=True)
    return frozenset(rows.values_list("service_id", flat=True))


def _own_lines(ids: Sequence[UUID]) -> defaultdict[UUID, set[str]]:
    """Numbers that are somebody's own line, per service, wherever they were written again."""
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    is_own = Q(is_private=True) | Q(contact__is_leader=True)
    for path in (
        "service_id",
        "service_at_location__service_id",
        "contact__service_id",
        "organization__services__id",
        "contact__organization__services__id",
    ):
        rows = Phone.objects.filter(is_own, **{f"{path}__in": ids})
        for service_id, digits in rows.values_list(F(path), "digits"):
            found[service_id].add(digits)
    return found


def _cut(record: WrittenRecord, view: PublishedView, own_lines: set[str]) -> WrittenRecord:
    """Fax and mail reach the people as the number does; a leader's line needs the leader's word."""
    if view.address is not Shown.SHOWN:
        record = replace(record, address="", building="", postal_code="", point=None)
    if view.phone is not Shown.SHOWN:
        return replace(record, phone="", extension="", fax="", email="")
    kept_back = own_lines if view.leader_name is not Shown.SHOWN else set()
    if _digits_of(record.phone) in kept_back:
        record = replace(record, phone="", extension="")
    return replace(record, fax="") if _digits_of(record.fax) in kept_back else record


def _digits_of(number: str) -> str:
    parsed = parse_phone(number)
    return parsed.digits if parsed else ""


def names_of_area(area_path: str) -> tuple[str, str, str]:
    """This function will return the prefecture, the municipality and its code, "" if unknown."""
    known = nation().by_path
    town = known.get(area_path)
    prefecture = known.get(area_path.split("/")[0] + "/")
    if town is None:
        return "", "", ""
    before = prefecture.name if prefecture else ""
    return before, town.full_name.removeprefix(before), town.code


def _audience(eligibility: dict[str, object]) -> str:
    age = eligibility.get("minimum_age")
    return f"{age}歳以上" if age else str(eligibility.get("other", ""))
