"""What of a record may be shown to whom, after the consent of the people it is about.

Scopes are a set, not a ladder, because paper and web are not nested: a group may agree to a leaflet
for its own town and refuse the web, and a group of young people the other way round. What is
implied: open data implies the web; paper and web each imply SC・包括・ケアマネ, who answer the
calls that a leaflet causes; those imply 庁内. A part is never wider than its record.

Withdrawn or expired consent hides the record from every audience. The office that keeps the record
reads it at its own desk, not through this view.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Scope(StrEnum):
    """An audience that consent may name; each use of a record names exactly one."""

    INTERNAL = "internal"
    CARE_NETWORK = "care_network"
    PAPER = "paper"
    WEB = "web"
    OPEN_DATA = "open_data"


SCOPE_LABELS = {
    Scope.INTERNAL: "庁内",
    Scope.CARE_NETWORK: "SC・包括・ケアマネまで",
    Scope.PAPER: "紙",
    Scope.WEB: "ウェブ",
    Scope.OPEN_DATA: "オープンデータ",
}
PUBLIC_SCOPES = frozenset({Scope.PAPER, Scope.WEB, Scope.OPEN_DATA})
ALL_SCOPES = frozenset(Scope)

_IMPLIED = {
    Scope.INTERNAL: frozenset({Scope.INTERNAL}),
    Scope.CARE_NETWORK: frozenset({Scope.INTERNAL, Scope.CARE_NETWORK}),
    Scope.PAPER: frozenset({Scope.INTERNAL, Scope.CARE_NETWORK, Scope.PAPER}),
    Scope.WEB: frozenset({Scope.INTERNAL, Scope.CARE_NETWORK, Scope.WEB}),
    Scope.OPEN_DATA: frozenset(
        {Scope.INTERNAL, Scope.CARE_NETWORK, Scope.WEB, Scope.OPEN_DATA},
    ),
}


def with_implied(scopes: Iterable[Scope]) -> frozenset[Scope]:
    """This function will add the scopes that the given ones imply."""
    return frozenset().union(*(_IMPLIED[scope] for scope in scopes))


class ConsentHow(StrEnum):
    """How consent was given; PUBLISHED: the facts were public before, so nobody was asked."""

    PAPER = "paper"
    PHONE = "phone"
    SPOKEN = "spoken"
    FORM = "form"
    PUBLISHED = "published"


class Shown(StrEnum):
    """What an audience gets for one part of a record."""

    SHOWN = "shown"
    WINDOW_PHONE = "window_phone"
    AREA_ONLY = "area_only"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class ConsentScopes:
    """The scopes named for the record and for each of its delicate parts."""

    record: frozenset[Scope] = frozenset()
    phone: frozenset[Scope] = frozenset()
    address: frozenset[Scope] = frozenset()
    leader_name: frozenset[Scope] = frozenset()


EVERYTHING = ConsentScopes(ALL_SCOPES, ALL_SCOPES, ALL_SCOPES, ALL_SCOPES)
# A list may be public while the person who leads a group never agreed to be named.
PUBLISHED = ConsentScopes(ALL_SCOPES, ALL_SCOPES, ALL_SCOPES)


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed, when, how, until which day (included; None = until withdrawn), to what.

    `withdrawn_on` hides from that day on.
    """

    given_by: str
    given_on: date
    how: ConsentHow
    scopes: ConsentScopes
    until: date | None = None
    withdrawn_on: date | None = None

    def is_in_force(self, at: date) -> bool:
        """This function will tell whether the consent holds on the day."""
        begun = self.given_on <= at
        lasting = self.until is None or at <= self.until
        return begun and lasting and (self.withdrawn_on is None or at < self.withdrawn_on)


def published_source(publisher: str, on: date) -> Consent:
    """This function will give the consent of facts that an official list already made public.

    A leader's name and own line need that person's word, whatever list they stand in.
    """
    return Consent(publisher, on, ConsentHow.PUBLISHED, PUBLISHED)


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """What the view needs to know: the consent, and whether the place is somebody's home."""

    consent: Consent | None
    is_home: bool


@dataclass(frozen=True, slots=True)
class PublishedView:
    """What one audience gets.

    `address` covers building, coordinates and map; `phone` covers fax, mail and other ways to
    reach the people. `is_desk`: the desk that keeps the record reads it, no audience does.
    """

    record: Shown
    phone: Shown
    address: Shown
    leader_name: Shown
    is_desk: bool = False

    @property
    def leaders_line(self) -> Shown:
        """This property will say what becomes of a leader's own line.

        The leader's scope decides, and no number goes further than the numbers' own scope.
        """
        return self.phone if self.leader_name is Shown.SHOWN else Shown.WINDOW_PHONE


NOTHING = PublishedView(Shown.HIDDEN, Shown.HIDDEN, Shown.HIDDEN, Shown.HIDDEN)


def published_view(facts: PublicationFacts, audience: Scope, at: date) -> PublishedView:
    """This function will say what of a record the audience gets on the day (Japanese date).

    A phone out of scope is replaced by the window of the area; an address out of scope by the
    name of the 圏域; a leader's name is left out. The address of a home never reaches paper, web
    or open data, whatever was agreed.
    """
    consent = facts.consent
    if consent is None or not consent.is_in_force(at):
        return NOTHING
    scopes = consent.scopes
    if audience not in with_implied(scopes.record):
        return NOTHING
    guarded_home = facts.is_home and audience in PUBLIC_SCOPES
    has_address = audience in with_implied(scopes.address) and not guarded_home
    return PublishedView(
        record=Shown.SHOWN,
        phone=_or(audience in with_implied(scopes.phone), Shown.WINDOW_PHONE),
        address=_or(has_address, Shown.AREA_ONLY),
        leader_name=_or(audience in with_implied(scopes.leader_name), Shown.HIDDEN),
    )


def _or(is_shown: bool, otherwise: Shown) -> Shown:
    return Shown.SHOWN if is_shown else otherwise
