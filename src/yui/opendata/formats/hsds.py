"""Records as HSDS 3.1 objects. What HSDS has no noun for stands in one object, `yui`."""

from __future__ import annotations

from yui.directory.queries import (
    OpenOrganization,
    OpenService,
    Page,
    organization_url,
    service_url,
)
from yui.directory.queries.open_selection import OpenBrief, OpenProgram
from yui.directory.states import FeeClass, ServiceState
from yui.opendata.formats.details import (
    attributes,
    contacts,
    cost_options,
    location,
    phones,
    place,
    required_documents,
    schedules,
    service_areas,
)
from yui.opendata.formats.parts import (
    Json,
    Setting,
    credit,
    filled,
    made_id,
    mail_address,
    moment,
    status_word,
    web_address,
)
from yui.opendata.queries import OrganizationRecord, PlaceRecord, ServiceRecord, Vocabularies
from yui.taxonomy.queries import TaxonomyInfo, TermInfo

VERSION = "3.1"


_DUE = "確かめてから日がたっています。使う前に電話で確かめてください。"


def page_of(page: Page[object], contents: list[Json]) -> Json:
    """This function will write one page of a list (HSDS Page)."""
    return {
        "total_items": page.total,
        "total_pages": page.page_count,
        "page_number": page.number,
        "size": len(contents),
        "first_page": page.number == 1,
        "last_page": page.number >= page.page_count,
        "empty": not contents,
        "contents": contents,
    }


def service(record: ServiceRecord, setting: Setting) -> Json:
    """This function will write a service as lists show it: fields of its own, with its owner."""
    row = record.service
    return filled(
        id=str(row.id),
        organization_id=str(row.organization_id),
        program_id=str(row.program_id) if row.program_id else None,
        name=row.name,
        description=row.description or row.summary,
        url=web_address(row.website),
        email=mail_address(row.email),
        status=status_word(row, setting),
        application_process=row.how_to_start,
        fees_description=_fees(row),
        wait_time=str(row.vacancy.label),
        eligibility_description=row.eligibility,
        minimum_age=row.minimum_age,
        assured_date=row.confirmed_on.isoformat() if row.confirmed_on else None,
        alert=_alert(row, setting),
        last_modified=moment(row.modified_at),
        yui=_service_extension(row, setting),
        organization=_owner(record, setting),
        program=_program(record.program),
    )


def whole_service(record: ServiceRecord, setting: Setting) -> Json:
    """This function will write a service with everything that hangs on it."""
    row = record.service
    return service(record, setting) | filled(
        phones=phones(row.phones, service_id=row.id),
        schedules=schedules(row.schedules, service_id=row.id),
        service_areas=service_areas(row),
        service_at_locations=[place(each, setting) for each in row.places],
        cost_options=cost_options(row),
        required_documents=required_documents(row),
        contacts=contacts(row),
        attributes=attributes(row.id, "service", row.terms, setting),
    )


def minimal_service(row: OpenBrief, setting: Setting) -> Json:
    """This function will write the least that HSDS accepts, with the time of the last change."""
    return {
        "id": str(row.id),
        "name": row.name,
        "status": status_word(row, setting),
        "last_modified": moment(row.modified_at),
    }


def organization(row: OpenOrganization, setting: Setting) -> Json:
    """This function will write an organization as lists show it."""
    return {"id": str(row.id), "name": row.name, "description": row.description} | filled(
        alternate_name=row.alternate_name,
        email=mail_address(row.email),
        website=web_address(row.website),
        uri=setting.site + organization_url(row.short_code),
        legal_status=_kind(row, setting),
        yui=filled(
            kana=row.kana,
            area_code=row.area_code,
            area_name=row.area_name,
            is_sample=setting.is_sample(row.area_path) or None,
            last_modified=moment(row.modified_at),
            source=credit(row.source),
        ),
    )


def whole_organization(record: OrganizationRecord, setting: Setting) -> Json:
    """This function will write an organization with its services, whole or in brief."""
    row = record.organization
    services = [whole_service(each, setting) for each in record.services]
    briefs = [minimal_service(each, setting) for each in record.briefs]
    return organization(row, setting) | filled(
        phones=phones(row.phones, organization_id=row.id),
        organization_identifiers=_identifiers(row),
        attributes=attributes(row.id, "organization", row.terms, setting),
        services=services or briefs,
    )


def service_at_location(record: PlaceRecord, setting: Setting, *, whole: bool) -> Json:
    """This function will write a service at a place with the service."""
    found = place(record.place, setting)
    if not whole:
        for name in ("phones", "schedules"):
            found.pop(name, None)
        if record.place.location is not None:
            found["location"] = _plain_location(record, setting)
    write = whole_service if whole else service
    written = write(record.service, setting)
    written.pop("service_at_locations", None)
    return found | {"service": written}


def taxonomy(row: TaxonomyInfo) -> Json:
    """This function will write a vocabulary."""
    return {"id": str(row.id), "name": row.name, "description": row.description} | filled(
        version=row.version, yui=filled(code=row.code, source=row.source)
    )


def taxonomy_term(row: TermInfo, known: Vocabularies) -> Json:
    """This function will write a term with the vocabulary it belongs to."""
    home = next((each for each in known.taxonomies if each.code == row.taxonomy), None)
    parent = next((each for each in known.terms if is_parent(each, row)), None)
    return {"id": str(row.id), "name": row.name, "description": row.description} | filled(
        code=row.code,
        parent_id=str(parent.id) if parent else None,
        taxonomy=row.taxonomy,
        taxonomy_id=str(home.id) if home else None,
        taxonomy_detail=taxonomy(home) if home else None,
        language="ja",
        yui=filled(plain_name=row.plain_name, is_current=row.is_current),
    )


def is_parent(above: TermInfo, below: TermInfo) -> bool:
    """This function will say whether one term stands right above another."""
    return above.taxonomy == below.taxonomy and above.code == below.parent_code


def _plain_location(record: PlaceRecord, setting: Setting) -> Json:
    found = location(record.place.location, setting) if record.place.location else {}
    for name in ("addresses", "accessibility", "schedules"):
        found.pop(name, None)
    return found


def _pause(row: OpenService, setting: Setting) -> str:
    if row.state is not ServiceState.PAUSED:
        return ""
    if row.paused_to is not None and row.paused_to < setting.on:
        return f"{row.paused_to.isoformat()}まで休むお知らせでした。再開したかは確かめてください。"
    starts = f"{row.paused_from.isoformat()}から" if row.paused_from else ""
    ends = f"{row.paused_to.isoformat()}まで" if row.paused_to else ""
    return f"{starts}{ends}休みます。"


def _alert(row: OpenService, setting: Setting) -> str:
    """A pause, and that nobody confirmed the record for too long."""
    return "".join((_pause(row, setting), _DUE if row.is_due else ""))


def _fees(row: OpenService) -> str:
    if row.fee_text:
        return row.fee_text
    return "" if row.fee_class is FeeClass.UNKNOWN else str(row.fee_class.label)


def _service_extension(row: OpenService, setting: Setting) -> Json:
    return filled(
        page=setting.site + service_url(row.short_code),
        short_code=row.short_code,
        kana=row.kana,
        summary=row.summary,
        cannot=list(row.cannot),
        sector=row.sector.value,
        fee_class=row.fee_class.value,
        vacancy=row.vacancy.value,
        transport=row.transport.value,
        meals=row.meals.value,
        area_code=row.area_code,
        area_name=row.area_name,
        is_sample=setting.is_sample(row.area_path) or None,
        source_key=row.source_key,
        source=credit(row.source),
    )


def _owner(record: ServiceRecord, setting: Setting) -> Json:
    if record.organization is not None:
        return organization(record.organization, setting)
    row = record.service
    return {"id": str(row.organization_id), "name": row.organization_name, "description": ""}


def _program(row: OpenProgram | None) -> Json | None:
    if row is None:
        return None
    return {"id": str(row.id), "name": row.name, "description": row.description}


def _kind(row: OpenOrganization, setting: Setting) -> str:
    term = setting.around.terms.get(f"org_type:{row.kind}")
    return term.name if term else ""


def _identifiers(row: OpenOrganization) -> list[Json]:
    """JP-JCN is the key of org-id.guide for the 法人番号 of 国税庁."""
    if not row.corporate_number:
        return []
    return [
        {
            "id": made_id(row.id, "corporate_number"),
            "organization_id": str(row.id),
            "identifier_scheme": "JP-JCN",
            "identifier_type": "法人番号",
            "identifier": row.corporate_number,
        }
    ]
