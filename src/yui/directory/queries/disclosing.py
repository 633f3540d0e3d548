"""Everything that is held about the contact person of a record, for whoever asks（開示請求）.

Other people of the record are left out: other contacts, who reported something, who confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yui.directory.models import ChangeRequest, Consent, Contact, Draft, Location, Phone, Revision
from yui.directory.queries.erasing import ContactHeld
from yui.directory.states import ChangeSource, EntryField
from yui.lib.clock import to_jst
from yui.lib.takeout import HeldTable
from yui.lib.traces import Traces, plain
from yui.policy.decide import municipality_of


def held_of_contact(held: ContactHeld, *, name: str) -> tuple[HeldTable, ...]:
    """This function will return what is held about one person a record names; for the operator.

    `name` is theirs, "" for the only one. What other contacts of the record are is left out.
    """
    own = Q(organization_id=held.organization_id) if held.service_id is None else _own(held)
    contacts = [
        row for row in Contact.objects.filter(own) if not name or plain(row.name) == plain(name)
    ]
    phones = list(Phone.objects.filter(Q(contact__in=contacts) | own & Q(is_private=True)))
    others = Traces(
        held.traces.names - {row.name for row in contacts},
        frozenset(_numbers_of_others(own, contacts)),
    )
    told = (
        HeldTable("連絡先", ("名前", "役", "部署", "代表"), tuple(map(_contact, contacts))),
        HeldTable("電話", ("番号", "種類", "受付"), tuple(map(_phone, phones))),
        HeldTable("メール", ("メール",), tuple((each,) for each in sorted(held.traces.mails))),
    )
    if held.service_id is None:
        return told
    return (
        *told,
        HeldTable("同意", ("役", "取り方", "日", "取り下げ"), tuple(_consents(held.service_id))),
        HeldTable("自宅", ("名前", "郵便番号", "住所", "建物"), tuple(_homes(held.service_id))),
        _words("変更の知らせ", _requests(held.service_id), others),
        _words("前の版", _revisions(held, held.service_id), others),
        _words("下書き", _drafts(held), others),
    )


def _words(title: str, rows: Iterator[tuple[str, str, str]], others: Traces) -> HeldTable:
    """What somebody wrote, without what names the other contacts of the record."""
    told = tuple((at, field, others.taken_out(text)) for at, field, text in rows)
    return HeldTable(title, ("日時", "項目", "ことば"), told)


def _contact(row: Contact) -> tuple[str, ...]:
    return row.name, row.title, row.department, "はい" if row.is_leader else "いいえ"


def _phone(row: Phone) -> tuple[str, ...]:
    return row.number, str(row.get_kind_display()), row.hours


def _numbers_of_others(own: Q, contacts: list[Contact]) -> Iterator[str]:
    of_others = Contact.objects.filter(own).exclude(id__in=[row.id for row in contacts])
    yield from Phone.objects.filter(contact__in=of_others).values_list("digits", flat=True)


def _own(held: ContactHeld) -> Q:
    return Q(service_id=held.service_id) | Q(service_at_location__service_id=held.service_id)


def _consents(service_id: UUID) -> Iterator[tuple[str, ...]]:
    for row in Consent.objects.filter(service_id=service_id):
        withdrawn = row.withdrawn_date.isoformat() if row.withdrawn_date else ""
        yield row.given_by, str(row.get_how_display()), row.given_date.isoformat(), withdrawn


def _homes(service_id: UUID) -> Iterator[tuple[str, ...]]:
    homes = Location.objects.filter(services_here__service_id=service_id, is_home=True)
    for row in homes.distinct():
        yield row.name, row.postal_code, row.address, row.building


def _requests(service_id: UUID) -> Iterator[tuple[str, str, str]]:
    """What the leader asked for, on a slip or on the telephone; readers are other people."""
    rows = ChangeRequest.objects.filter(service_id=service_id)
    for row in rows.exclude(source=ChangeSource.READER).order_by("created_at"):
        for text in filter(None, (row.before, row.after, row.note)):
            yield _moment(row.created_at), str(row.get_field_display()), text


def _revisions(held: ContactHeld, service_id: UUID) -> Iterator[tuple[str, str, str]]:
    rows = Revision.objects.filter(service_id=service_id, erased_at=None).order_by("at")
    for row in rows:
        for text in filter(held.traces.stand_in, (row.before, row.after)):
            yield _moment(row.at), str(row.get_field_display()), text


def _drafts(held: ContactHeld) -> Iterator[tuple[str, str, str]]:
    """Drafts of the town that name the person."""
    town = municipality_of(held.area_path) or held.area_path
    for row in Draft.objects.filter(area__path__startswith=town).order_by("created_at"):
        for field, text in row.content.items():
            if isinstance(text, str) and held.traces.stand_in(text):
                yield _moment(row.modified_at), str(EntryField(field).label), text


def _moment(at: datetime) -> str:
    return f"{to_jst(at):%Y-%m-%d %H:%M}"
