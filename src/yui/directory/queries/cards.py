"""Cards: services as every list shows them, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from yui.directory.engine import consent as consent_engine
from yui.directory.engine.freshness import FreshnessState
from yui.directory.queries import deriving
from yui.directory.queries.credits import credit_of_row
from yui.directory.queries.facts import facts_of
from yui.directory.queries.revealing import (
    ADDRESS,
    EMAIL,
    NUMBER,
    residents_view,
    reveal_service,
)
from yui.directory.queries.rows import (
    Bundle,
    CostRow,
    PlaceRow,
    ServiceRow,
    WordRow,
    areas_served,
    key_of,
    load_cards,
    to_uuid,
)
from yui.directory.queries.times import rest_at, when_sentence
from yui.directory.queries.values import (
    FreshnessLine,
    PhoneLine,
    ServiceCard,
    WindowOf,
)
from yui.directory.rules import ServiceFacts, is_public, may_see, view_of
from yui.directory.states import LISTED, FeeClass, Scope, Sector, ServiceState
from yui.lib.clock import date_in_jst
from yui.policy.roles import OFFICE_STAFF, PROFESSIONALS
from yui.policy.viewer import ANONYMOUS, Viewer

Shown = consent_engine.Shown
# 地域包括支援センター in the vocabulary of resources.
CENTRE_TERM = ("resource", "support_centre")
_UNDATED = "日付の分からない役所の一覧による。電話で確かめてください"
# Words of a source that already send people to the telephone: they are not told so twice.
_ASKS = ("電話", "問合", "問い合", "確かめ", "確認")
_DRAFT = "下書き（住民には見えません）"
_STAFF_ONLY = "庁内だけ（住民には見えません）"
OFFICE_NUMBER = "庁内だけの番号"
_FREE_ADVICE = "相談は無料です"
# Members of groups are residents here: marks of the office are for its staff and professionals.
_READERS_OF_MARKS = OFFICE_STAFF | PROFESSIONALS


def cards_for(
    viewer: Viewer,
    ids: Iterable[UUID | str],
    *,
    at: datetime,
    audience: Scope | None = None,
) -> tuple[ServiceCard, ...]:
    """This function will return the cards of services, in the order of the ids.

    Nine queries, however many services. What the viewer may not see is left out silently:
    callers that expected it raise the alarm. With an `audience` (paper, open data) each card is
    cut to what that audience may have; drafts and services it may not have are left out too.
    """
    keys = keys_of(ids)
    if not keys:
        return ()
    on = date_in_jst(at)
    bundle = load_cards(keys)
    found: list[ServiceCard] = []
    for key in keys:
        row = bundle.services.get(key)
        card = _card(viewer, row, bundle, on, audience) if row is not None else None
        if card is not None:
            found.append(card)
    return tuple(found)


def ids_for_paper(cards: Iterable[ServiceCard], *, at: datetime) -> frozenset[UUID]:
    """This function will say which of these services may stand on paper that anybody can fetch.

    Those are left out that agreed to no paper, and those that nobody confirmed for too long.
    """
    kept = [card.id for card in cards if card.freshness.state is not FreshnessState.OUT_OF_PRINT]
    found = cards_for(ANONYMOUS, kept, at=at, audience=Scope.PAPER)
    return frozenset(card.id for card in found)


def keys_of(ids: Iterable[UUID | str]) -> list[object]:
    """This function will return the database keys of ids, each once, without what is no id."""
    keys: dict[object, None] = {}
    for each in ids:
        try:
            keys[key_of(each if isinstance(each, UUID) else UUID(each))] = None
        except ValueError:
            continue
    return list(keys)


def _card(
    viewer: Viewer, row: ServiceRow, bundle: Bundle, on: date, audience: Scope | None
) -> ServiceCard | None:
    facts = facts_of(row, on)
    if not may_see(viewer, facts) or (audience is not None and facts.state not in LISTED):
        return None
    return build_card(viewer, row, bundle, facts, audience)


def build_card(
    viewer: Viewer,
    row: ServiceRow,
    bundle: Bundle,
    facts: ServiceFacts,
    audience: Scope | None = None,
) -> ServiceCard | None:
    """This function will make the card of a service the viewer may see; None when the audience
    may not have it."""
    places = ordered_places(bundle.places.get(row.id, ()))
    is_home = any(place.is_home for place in places)
    shown = view_of(viewer, facts, is_home=is_home, audience=audience)
    if shown.record is not Shown.SHOWN:
        return None
    window = window_of_service(row, places, bundle)
    words = bundle.words.get(row.id, [])
    where = deriving.where_sentence(row, places, words, shown.address)
    visited = where if places else ""
    phone, others = deriving.phone_and_others(
        row, bundle.phones.get(row.id, ()), visited, window, shown
    )
    schedules = bundle.schedules.get(row.id, ())
    rest = rest_at(schedules, facts.on)
    status, label = deriving.status_of(row, facts.on, rest)
    ask_at = deriving.window_to_ask(phone, window)
    latitude, longitude = _point(places, shown.address)
    card = ServiceCard(
        id=to_uuid(row.id),
        short_code=row.short_code,
        name=row.name,
        kana=row.kana,
        summary=deriving.summary_of(row, words),
        status=status,
        status_label=label,
        phone=phone,
        others=others,
        where=where,
        when=when_sentence(schedules),
        fee="、".join(fees_of(row, bundle.costs.get(row.id, ()), words)),
        tags=deriving.tags_of(row, words),
        freshness=_freshness(row, bundle, window, facts.on, words),
        organization_name=row.organization_name,
        area_path=row.area_path,
        area_name=row.area_name,
        sphere_name=next((place.sphere_name for place in places if place.sphere_name), ""),
        sector=Sector(row.sector),
        latitude=latitude,
        longitude=longitude,
        url=service_url(row.short_code),
        ask_at=ask_at,
        paused=deriving.pause_sentence(row, "", facts.on, rest),
        source=credit_of_row(row),
        how_to_start=row.how_to_start,
    )
    if audience is None and viewer.user_id is not None:
        _reveal(viewer, card, row, bundle, facts, shown, is_home=is_home)
    if audience is None and viewer.user_id is not None and viewer.role in _READERS_OF_MARKS:
        open_view = view_of(ANONYMOUS, facts, is_home=is_home)
        open_phone = deriving.phone_and_others(
            row, bundle.phones.get(row.id, ()), visited, window, open_view
        )[0]
        card = _marked_for_staff(card, facts, open_phone)
    return card if phone or ask_at else _without_telephone(card)


def _reveal(
    viewer: Viewer,
    card: ServiceCard,
    row: ServiceRow,
    bundle: Bundle,
    facts: ServiceFacts,
    shown: consent_engine.PublishedView,
    *,
    is_home: bool,
) -> None:
    open_view = residents_view(facts, is_home=is_home)
    beyond = deriving.digits_beyond(bundle.phones.get(row.id, ()), shown, open_view)
    called = card.phone.href.removeprefix("tel:") if card.phone else ""
    ways = {way.value for way in card.others}
    has_address = bool(bundle.places.get(row.id)) and shown.address is Shown.SHOWN
    is_mail_open = open_view.phone is Shown.SHOWN
    faxes = {each.digits for each in bundle.phones.get(row.id, ()) if each.number in ways}
    reveal_service(
        viewer,
        card.id,
        facts,
        {
            NUMBER: bool(beyond & (faxes | {called})),
            EMAIL: bool(row.email) and row.email in ways and not is_mail_open,
            ADDRESS: has_address and open_view.address is not Shown.SHOWN,
        },
    )


def _marked_for_staff(
    card: ServiceCard, facts: ServiceFacts, open_phone: PhoneLine | None
) -> ServiceCard:
    """What residents do not see says so, lest staff read it out or print it as if they did."""
    mark = "" if is_public(facts) else _STAFF_ONLY
    if facts.state is ServiceState.DRAFT:
        mark = _DRAFT
    phone = card.phone
    if phone is not None and (open_phone is None or open_phone.href != phone.href):
        phone = replace(phone, note="、".join(filter(None, (OFFICE_NUMBER, phone.note))))
    return replace(card, staff_mark=mark, phone=phone)


def _without_telephone(card: ServiceCard) -> ServiceCard:
    """Where there is nobody to call, no sentence says to telephone."""
    said = deriving.without_telephone
    return replace(
        card,
        status_label=said(card.status_label),
        when=said(card.when),
        fee=said(card.fee),
        freshness=replace(card.freshness, sentence=said(card.freshness.sentence)),
        paused=said(card.paused),
    )


def fees_of(row: ServiceRow, costs: Iterable[CostRow], words: Iterable[WordRow]) -> tuple[str, ...]:
    """This function will say what a service costs; advice of a 包括 is free.

    Source: 介護保険法第115条の45第2項第1号（総合相談支援: 地域支援事業, without a charge).
    """
    is_centre = any((word.taxonomy, word.code) == CENTRE_TERM for word in words)
    is_unknown = row.fee_class == FeeClass.UNKNOWN
    if is_centre and is_unknown and not row.fee_text:
        return (_FREE_ADVICE,)
    if is_unknown and any(word in row.fee_text for word in _ASKS):
        return (row.fee_text,)
    return tuple(dict.fromkeys(deriving.fee_sentences(row, costs)))


def _freshness(
    row: ServiceRow,
    bundle: Bundle,
    window: WindowOf | None,
    on: date,
    words: Iterable[WordRow],
) -> FreshnessLine:
    """An official list without a date is neither confirmed nor unconfirmed: it says what it is."""
    if row.is_official and row.period_date is None and row.confirmed_date is None:
        return FreshnessLine(_UNDATED, FreshnessState.ASK)
    return deriving.freshness_of(row, bundle.limits, window, on, words)


def ordered_places(places: Iterable[PlaceRow]) -> list[PlaceRow]:
    """This function will put places in one order: by name, then address."""
    return sorted(places, key=lambda place: (place.name, place.address))


def sphere_of(places: Iterable[PlaceRow]) -> str:
    """This function will return the path of the 圏域 of a service, "" without one."""
    return next((place.sphere_path for place in places if place.sphere_path), "")


def window_of_service(
    row: ServiceRow, places: Sequence[PlaceRow], bundle: Bundle
) -> WindowOf | None:
    """This function will choose the window of a service: that of its 圏域, else of its area.

    What comes to the house has no place: the one area it comes to names the window.
    """
    path = sphere_of(places) or _area_served(row, places, bundle) or row.area_path
    if path not in bundle.windows:
        bundle.windows[path] = deriving.window_for(path, bundle.bodies)
    return bundle.windows[path]


def _area_served(row: ServiceRow, places: Sequence[PlaceRow], bundle: Bundle) -> str:
    """The path of the only area a service without a place comes to, "" for none or several."""
    served = [] if places else areas_served(bundle.words.get(row.id, ()))
    return served[0] if len(served) == 1 and served[0].startswith(row.area_path) else ""


def _point(
    places: Sequence[PlaceRow], shown: consent_engine.Shown
) -> tuple[float | None, float | None]:
    if not places or shown is not Shown.SHOWN:
        return None, None
    return places[0].latitude, places[0].longitude


def service_url(short_code: str) -> str:
    """This function will return the address of a service's page."""
    return f"/directory/services/{short_code}/"


def organization_url(short_code: str) -> str:
    """This function will return the address of an organization's page."""
    return f"/directory/organizations/{short_code}/"
