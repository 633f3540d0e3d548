"""Records that may speak of the same thing: what is compared, what waits for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yui.areas.rules import within
from yui.directory.engine.same import Reason, Thing, sentence
from yui.directory.errors import PairNotFound
from yui.directory.formats.care_types import CARE_TYPE, care_type_of
from yui.directory.models import Phone, SamePair, Service, ServiceAtLocation, ServiceAttribute
from yui.directory.queries import deriving
from yui.directory.queries.facts import facts_of
from yui.directory.queries.revealing import residents_view
from yui.directory.queries.rows import Bundle, key_of, load_cards
from yui.directory.rules import Shown, may_keep
from yui.directory.states import GONE, Sameness, ServiceState
from yui.lib.clock import date_in_jst
from yui.policy.decide import municipality_of
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

MOST_SHOWN = 50
# As many merges as a short code is followed through; longer chains do not come about by hand.
_LONGEST_CHAIN = 8
_NOWHERE = ("", None, None)


@dataclass(frozen=True, slots=True)
class SameRecord:
    """This value will hold what one record of a pair says, in words for the person who decides."""

    id: UUID
    short_code: str
    name: str
    kana: str
    organization: str
    address: str
    phones: tuple[str, ...]
    schedule: str
    source: str
    state: str


@dataclass(frozen=True, slots=True)
class Differing:
    """This value will hold one item in which the two records differ; "" = nothing written."""

    item: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class PairView:
    """This value will hold a pair with its reasons as sentences and both records.

    `kept` is the record that stayed, None while nobody decided that both are one.
    """

    id: UUID
    first: SameRecord
    second: SameRecord
    reasons: tuple[str, ...]
    decision: Sameness
    kept: SameRecord | None
    differing: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """This value will hold the pairs to show, best first, and how many there are in all."""

    items: tuple[PairView, ...]
    total: int


def municipalities_within(area_path: str) -> tuple[str, ...]:
    """This function will return the municipalities of an area that have services, by path."""
    rows = Service.objects.filter(within(area_path, "area__path")).exclude(state__in=GONE)
    paths = rows.values_list("area__path", flat=True).distinct().order_by()
    return tuple(sorted({municipality_of(path) for path in paths} - {""}))


def things_of(area_path: str) -> list[Thing]:
    """This function will return the services of an area as the detector compares them.

    Six queries, whatever their number. The number of the organization is left out: all its
    services share it.
    """
    here = within(area_path, "area__path")
    rows = Service.objects.filter(here).exclude(state__in=GONE)
    named = rows.values_list("id", "name", "kana", "area__path", "organization__name", "source_key")
    phones, places, kinds = _phones_in(area_path), _places_in(area_path), _kinds_in(area_path)
    things = []
    for service_id, name, kana, path, owner, key in named.iterator():
        address, latitude, longitude = places.get(service_id, _NOWHERE)
        thing = Thing(
            key=service_id.hex,
            name=name,
            kana=kana,
            owner=owner,
            area=municipality_of(path),
            phones=tuple(phones.get(service_id, ())),
            address=address,
            latitude=latitude,
            longitude=longitude,
            kinds=kinds.get(service_id) or _kind_in_key(key),
        )
        things.append(thing)
    return things


def _phones_in(area_path: str) -> Mapping[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for owner in ("service", "service_at_location__service", "contact__service"):
        rows = Phone.objects.filter(within(area_path, f"{owner}__area__path"))
        for service_id, digits in rows.values_list(f"{owner}_id", "digits"):
            found[service_id].append(digits)
    return found


def _places_in(area_path: str) -> Mapping[UUID, tuple[str, float | None, float | None]]:
    """The first place of each service by its address: address, latitude, longitude."""
    rows = ServiceAtLocation.objects.filter(within(area_path, "service__area__path"))
    columns = ("service_id", "location__address", "location__latitude", "location__longitude")
    found: dict[UUID, tuple[str, float | None, float | None]] = {}
    for service_id, *place in rows.order_by("location__address", "id").values_list(*columns):
        found.setdefault(service_id, tuple(place))
    return found


def _kinds_in(area_path: str) -> Mapping[UUID, frozenset[str]]:
    rows = ServiceAttribute.objects.filter(
        within(area_path, "service__area__path"), term__taxonomy__code=CARE_TYPE
    )
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset)
    for service_id, code in rows.values_list("service_id", "term__code"):
        found[service_id] |= {code}
    return found


def _kind_in_key(source_key: str) -> frozenset[str]:
    """The kind of service in the key of the national list（number:通所介護）."""
    code = care_type_of(source_key.rpartition(":")[2])
    return frozenset({code}) if code else frozenset()


def waiting_pairs(viewer: Viewer, *, at: datetime) -> Pairs:
    """This function will return what waits for this viewer's decision, best first."""
    rows = _pairs_of(viewer).filter(decision=Sameness.WAITING)
    return Pairs(_shown(rows.order_by("-score", "id")[:MOST_SHOWN], at), rows.count())


def merged_pairs(viewer: Viewer, *, at: datetime) -> Pairs:
    """This function will return what was merged in the viewer's area, latest first."""
    rows = _pairs_of(viewer).filter(decision=Sameness.SAME)
    return Pairs(_shown(rows.order_by("-decided_at", "id")[:MOST_SHOWN], at), rows.count())


def get_pair(viewer: Viewer, pair_id: UUID, *, at: datetime) -> PairView:
    """This function will return one pair. Raises: PairNotFound, also for somebody else's."""
    found = _shown(_pairs_of(viewer).filter(id=pair_id), at)
    if not found:
        raise PairNotFound
    return found[0]


def _pairs_of(viewer: Viewer) -> QuerySet[SamePair]:
    """Pairs of which the viewer keeps both records: of the own office, represented by no other.

    It says inside the query what `rules.may_keep` says of one record.
    """
    rows = SamePair.objects.all()
    if viewer.role is Role.OPERATOR:
        return rows
    home = municipality_of(viewer.area_path or "")
    if not home:
        return rows.none()
    keeps_town = may_keep(viewer, area_path=home)
    for side in ("first", "second"):
        theirs = Q(**{f"{side}__organization__body_id": viewer.body_id or 0})
        unclaimed = Q(**{f"{side}__organization__body__isnull": True})
        rows = rows.filter(within(home, f"{side}__area__path"))
        rows = rows.filter(theirs | unclaimed if keeps_town else theirs)
    return rows


def kept_instead(short_codes: Collection[str]) -> dict[str, str]:
    """This function will return, for short codes of merged records, those that were kept.

    A record that was kept and merged later itself is followed on. One query per step, one
    where nothing was merged.
    """
    now = dict(zip(short_codes, short_codes, strict=True))
    for _step in range(_LONGEST_CHAIN):
        steps = _kept_by(set(now.values()))
        if not steps:
            break
        now = {code: steps.get(reached, reached) for code, reached in now.items()}
    return {code: reached for code, reached in now.items() if code != reached}


def _kept_by(short_codes: Collection[str]) -> dict[str, str]:
    rows = SamePair.objects.filter(merged__short_code__in=short_codes)
    columns = ("merged__short_code", "first__short_code", "second__short_code")
    return {
        merged: second if merged == first else first
        for merged, first, second in rows.values_list(*columns)
    }


def _shown(rows: QuerySet[SamePair], at: datetime) -> tuple[PairView, ...]:
    """The pairs with both records: one query, and those of `load_cards`."""
    pairs = list(rows)
    ids = dict.fromkeys(each for pair in pairs for each in (pair.first_id, pair.second_id))
    bundle = load_cards([key_of(each) for each in ids])
    records = {each: _record(each, bundle, date_in_jst(at)) for each in ids}
    return tuple(_view(pair, records) for pair in pairs)


def _view(pair: SamePair, records: Mapping[UUID, SameRecord]) -> PairView:
    first, second = records[pair.first_id], records[pair.second_id]
    kept = None
    if pair.merged_id is not None:
        kept = second if pair.merged_id == pair.first_id else first
    return PairView(
        id=pair.id,
        first=first,
        second=second,
        reasons=tuple(sentence(Reason(code)) for code in pair.reasons),
        decision=Sameness(pair.decision),
        kept=kept,
        differing=_differing(first, second),
    )


def _record(service_id: UUID, bundle: Bundle, on: date) -> SameRecord:
    """What residents may read of it: who wants the rest opens the record, and that is noted."""
    key = key_of(service_id)
    row = bundle.services[key]
    places = sorted(bundle.places.get(key, ()), key=lambda each: each.address)
    phones = sorted(bundle.phones.get(key, ()), key=lambda each: (each.rank, each.position))
    is_home = any(each.is_home for each in places)
    shown = residents_view(facts_of(row, on), is_home=is_home)
    private = deriving.private_digits(phones, shown)
    numbers = (each.number for each in phones if each.digits not in private)
    addresses = (f"{each.address} {each.building}".strip() for each in places)
    return SameRecord(
        id=service_id,
        short_code=row.short_code,
        name=row.name,
        kana=row.kana,
        organization=row.organization_name,
        address="、".join(addresses) if shown.address is Shown.SHOWN else _not_open(places),
        phones=tuple(dict.fromkeys(numbers))
        if shown.phone is Shown.SHOWN
        else (_not_open(phones),),
        schedule=" ".join(each.sentence for each in bundle.schedules.get(key, ())),
        source=row.source_name or _("手で入れた記録"),
        state=str(ServiceState(row.state).label),
    )


def _not_open(rows: Sequence[object]) -> str:
    return _("（公開していません。記録を開くと見られます）") if rows else ""


def _differing(first: SameRecord, second: SameRecord) -> tuple[Differing, ...]:
    """Only what differs, in the order in which people compare."""
    items = (
        (_("名前"), first.name, second.name),
        (_("ふりがな"), first.kana, second.kana),
        (_("団体・事業者"), first.organization, second.organization),
        (_("住所"), first.address, second.address),
        (_("電話"), "、".join(first.phones), "、".join(second.phones)),
        (_("日時"), first.schedule, second.schedule),
        (_("もとの一覧"), first.source, second.source),
        (_("のせ方"), first.state, second.state),
    )
    return tuple(Differing(*each) for each in items if each[1] != each[2])
