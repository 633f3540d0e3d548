"""What `yui breach-report` tells: whose data one person could read, and did read or take out.

Needed within days of a leak: 個人情報の保護に関する法律 第68条, 同施行規則 第43・44条 (速報 in
3 to 5 days, with the kinds of personal data and the number of people).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from yui.accounts.queries import Person, RoleHeld, person_of, roles_held
from yui.areas.rules import within
from yui.directory.models import Organization, Service
from yui.exchange.models import Batch
from yui.journal.queries import ReadLine, reads_by
from yui.lib.clock import JST
from yui.members.models import Application, Member
from yui.policy.decide import municipality_of
from yui.policy.privacy import Privacy
from yui.policy.roles import OFFICE_STAFF, PROFESSIONALS

_PORTION = 500
# Where a record's name stands; names of services and of files are no personal data.
_NAMES: dict[str, tuple[type[Model], str]] = {
    "directory.service": (Service, "name"),
    "directory.organization": (Organization, "name"),
    "members.member": (Member, "organization__name"),
    "members.application": (Application, "organization__name"),
    "exchange.batch": (Batch, "file_name"),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """This value will hold a role and how many records of its place it can read in full now."""

    role: RoleHeld
    records: int


@dataclass(frozen=True, slots=True)
class NamedRead:
    """This value will hold what was read of one record, how it is called and its classes.

    `classes` are (class, field) pairs: "personal", "directory.phone.number". `name` is "" for
    a record that is gone.
    """

    line: ReadLine
    name: str
    classes: tuple[tuple[str, str], ...]


def find_person(actor: str) -> Person | None:
    """This function will find a person by sign-in name; by number, when the name is gone."""
    found = person_of(actor)
    if found is None and actor.isascii() and actor.isdigit():
        return Person(int(actor), "", "")
    return found


def reaches_of(person: Person) -> tuple[Reach, ...]:
    """This function will say for each role how many records it can read beyond residents."""
    return tuple(Reach(role, _records_of(role)) for role in roles_held(person.user_id))


def reads_of(person: Person, *, first: date, last: date) -> Iterator[NamedRead]:
    """This function will yield what a person read from the first to the last day, by record.

    Days are Japanese, both included. Names come by portions: a million lines stay in no memory.
    """
    since, until = _begin_of(first), _begin_of(last + timedelta(days=1))
    lines = reads_by(str(person.user_id), since=since, until=until)
    while portion := tuple(islice(lines, _PORTION)):
        names = _names_of(portion)
        for line in portion:
            name = names.get((line.object_type, line.object_id), "")
            yield NamedRead(line, name, tuple((class_of(each), each) for each in line.fields))


def class_of(field: str) -> str:
    """This function will return the privacy class of "room.model.field", "" when it is gone."""
    room, model, name = field.split(".")
    try:
        declared = apps.get_model(room, model).privacy
    except LookupError:
        return ""
    return declared.class_of(name) or "" if isinstance(declared, Privacy) else ""


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), JST)


def _records_of(role: RoleHeld) -> int:
    """Staff and professionals read their own municipality beyond residents (policy.decide)."""
    home = municipality_of(role.area_path)
    if not home or role.role not in OFFICE_STAFF | PROFESSIONALS:
        return 0
    return Service.objects.filter(within(home, "area__path")).count()


def _names_of(portion: tuple[ReadLine, ...]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for kind, (model, field) in _NAMES.items():
        ids = [UUID(line.object_id) for line in portion if line.object_type == kind]
        rows = model._default_manager.filter(pk__in=ids).values_list("pk", field)
        found |= {(kind, str(key)): name for key, name in rows}
    return found
