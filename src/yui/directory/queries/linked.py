"""schema.org description of one service, holding nothing that is not open data."""

from __future__ import annotations

from typing import Any

from yui.directory.engine import consent as consent_engine
from yui.directory.queries import deriving
from yui.directory.queries.cards import build_card, ordered_places
from yui.directory.queries.rows import Bundle, PlaceRow, ServiceRow
from yui.directory.rules import ServiceFacts, is_public, view_of
from yui.directory.states import Scope
from yui.policy.viewer import ANONYMOUS

Shown = consent_engine.Shown


def linked_data(row: ServiceRow, bundle: Bundle, facts: ServiceFacts) -> dict[str, Any] | None:
    """This function will return JSON-LD of a service, None when it is not open data."""
    card = build_card(ANONYMOUS, row, bundle, facts, Scope.OPENDATA)
    if card is None or not is_public(facts):
        return None
    places = ordered_places(bundle.places.get(row.id, ()))
    is_home = any(place.is_home for place in places)
    shown = view_of(ANONYMOUS, facts, is_home=is_home, audience=Scope.OPENDATA)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": card.name,
        "description": card.summary,
        "provider": {"@type": "Organization", "name": card.organization_name},
        "areaServed": deriving.service_area_names(bundle.words.get(row.id, []))
        or (card.area_name,),
        "url": card.url,
    }
    if card.phone is not None:
        found["availableChannel"] = {
            "@type": "ServiceChannel",
            "servicePhone": {"@type": "ContactPoint", "telephone": card.phone.number},
        }
    if places and shown.address is Shown.SHOWN:
        found.setdefault("availableChannel", {"@type": "ServiceChannel"})
        found["availableChannel"]["serviceLocation"] = [_place(place) for place in places]
    return found


def _place(place: PlaceRow) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Place",
        "name": place.name,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "JP",
            "addressLocality": place.area_name,
            "streetAddress": place.address,
        },
    }
    if place.latitude is not None and place.longitude is not None:
        found["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    return found
