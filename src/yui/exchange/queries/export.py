"""Records as the lists write them: for files that staff take out, and to know them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from yui.areas.queries.nation import nation
from yui.areas.rules import within
from yui.directory.formats.writers import WrittenRecord
from yui.directory.models import Service
from yui.directory.states import LISTED, Sector
from yui.exchange.queries.current import Current, current_services
from yui.exchange.rules import may_import
from yui.policy.viewer import Viewer

CHUNK = 500
SECTORS = {"ods_care_service": Sector.INSURANCE, "mhlw_kayoinoba": Sector.DAILY}


def written_records(viewer: Viewer, *, kind: str, area_path: str) -> Iterator[WrittenRecord]:
    """This function will yield the listed records of an area that a list of this kind holds.

    Only for staff who may import there: what the public may take is `opendata`'s.
    """
    if not may_import(viewer, area_path=area_path):
        return
    rows = Service.objects.filter(
        within(area_path, "area__path"), state__in=LISTED, sector=SECTORS[kind]
    )
    ids = list(rows.order_by("area__path", "folded", "id").values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield from _written(ids[start : start + CHUNK])


def written_record(current: Current) -> WrittenRecord:
    """This function will return a record as the lists write it."""
    values = current.values
    prefecture, municipality, code = _names_of(current.area_path)
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


def _written(ids: Sequence[UUID]) -> Iterator[WrittenRecord]:
    now = current_services(ids)
    for service_id in ids:
        if service_id in now:
            yield written_record(now[service_id])


def _names_of(area_path: str) -> tuple[str, str, str]:
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
