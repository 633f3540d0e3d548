"""Facts of the directory for `policy.decide`, and what consent leaves of a record. No queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from yui.directory.engine import consent as engine

# What `view_of` returns, for rooms that cut records themselves.
from yui.directory.engine.consent import PublishedView as PublishedView
from yui.directory.engine.consent import Shown as Shown
from yui.directory.engine.eligibility import CareClass, Eligibility, EligibilityError

# What words for others seem to hold, for rooms that take such words.
from yui.directory.engine.flags import Flag as Flag
from yui.directory.engine.flags import flags_in as flags_in
from yui.directory.states import LISTED, ConfirmedHow, Rung, Scope, ServiceState
from yui.policy.decide import (
    Action,
    Facts,
    Visibility,
    audience_token,
    contains,
    decide,
    municipality_of,
)
from yui.policy.roles import OFFICE_STAFF, PROFESSIONALS, Role
from yui.policy.viewer import Viewer
from yui.review.rules import may_submit

_SCOPES = {
    Scope.OFFICE: engine.Scope.INTERNAL,
    Scope.PROFESSIONALS: engine.Scope.CARE_NETWORK,
    Scope.PAPER: engine.Scope.PAPER,
    Scope.WEB: engine.Scope.WEB,
    Scope.OPENDATA: engine.Scope.OPEN_DATA,
}
_HOWS = {
    ConfirmedHow.PHONE: engine.ConsentHow.PHONE,
    ConfirmedHow.VISIT: engine.ConsentHow.SPOKEN,
    ConfirmedHow.PAPER: engine.ConsentHow.PAPER,
    ConfirmedHow.OFFICIAL_LIST: engine.ConsentHow.PUBLISHED,
}
# Official lists were published by law before they reached us.
_OFFICIAL = engine.published_source("", date.min)
_RUNGS = {
    Role.COORDINATOR_LAYER_2: Rung.LAYER_2,
    Role.COORDINATOR_LAYER_1: Rung.LAYER_1,
    Role.MUNICIPAL_OFFICER: Rung.OFFICE,
    Role.CONTRACTOR: Rung.OFFICE,
}
_EVERYTHING = engine.PublishedView(
    engine.Shown.SHOWN,
    engine.Shown.SHOWN,
    engine.Shown.SHOWN,
    engine.Shown.SHOWN,
    is_desk=True,
)


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """This value will hold a stored consent; the scopes are `Scope` values as text."""

    how: str
    given_date: date
    until: date | None
    withdrawn_date: date | None
    record: tuple[str, ...]
    phone: tuple[str, ...]
    address: tuple[str, ...]
    leader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """This value will hold what a decision on one service needs, on one day.

    `body_id` is the body that represents the organization, None until it is claimed.
    `consent` is None for a record whose source is not official and nobody was asked.
    """

    state: ServiceState
    area_path: str
    body_id: int | None
    consent: engine.Consent | None
    on: date


def consent_in_engine(stored: ConsentFacts | None, *, is_official: bool) -> engine.Consent | None:
    """This function will return the consent a record stands on.

    Without a stored one, records of official lists are open and all others stay in the office.
    """
    if stored is None:
        return _OFFICIAL if is_official else None
    return engine.Consent(
        given_by="",
        given_on=stored.given_date,
        how=_HOWS.get(ConfirmedHow(stored.how), engine.ConsentHow.FORM),
        scopes=engine.ConsentScopes(
            record=_in_engine(stored.record),
            phone=_in_engine(stored.phone),
            address=_in_engine(stored.address),
            leader_name=_in_engine(stored.leader),
        ),
        until=stored.until,
        withdrawn_on=stored.withdrawn_date,
    )


def _in_engine(values: Iterable[str]) -> frozenset[engine.Scope]:
    return frozenset(_SCOPES[Scope(value)] for value in values)


def policy_facts(service: ServiceFacts) -> Facts:
    """This function will return the facts of a service as `policy.decide` takes them."""
    reach = _reach(service)
    return Facts(
        area_path=service.area_path,
        visibility=Visibility.PUBLIC if engine.Scope.WEB in reach else Visibility.BODY,
        body_id=service.body_id,
        is_published=service.state in LISTED,
        shared_with_professionals=service.state in LISTED and engine.Scope.CARE_NETWORK in reach,
    )


def _reach(service: ServiceFacts) -> frozenset[engine.Scope]:
    return _reach_of(service.consent, service.on)


@lru_cache(maxsize=4096)
def _reach_of(consent: engine.Consent | None, on: date) -> frozenset[engine.Scope]:
    """The audiences of the record itself on the day; nobody when consent is not in force."""
    if consent is None or not consent.is_in_force(on):
        return frozenset()
    return engine.with_implied(consent.scopes.record)


def is_public(service: ServiceFacts) -> bool:
    """This function will say whether anybody may read the record on the web."""
    return service.state in LISTED and engine.Scope.WEB in _reach(service)


def was_public(service: ServiceFacts) -> bool:
    """This function will say whether an ended service may still be named (410 instead of 404)."""
    return service.state is ServiceState.ENDED and engine.Scope.WEB in _reach(service)


def may_see(viewer: Viewer, service: ServiceFacts) -> bool:
    """This function will say whether the viewer may know of the service at all.

    A merged record is nobody's: its addresses lead on to the one that was kept.
    """
    if service.state is ServiceState.MERGED:
        return False
    facts = policy_facts(service)
    is_open = facts.is_published and facts.visibility is Visibility.PUBLIC
    return decide(viewer, Action.READ if is_open else Action.READ_PRIVATE, facts)


def may_keep(viewer: Viewer, *, area_path: str, body_id: int | None = None) -> bool:
    """This function will say whether the viewer may change records of this area and body."""
    return decide(viewer, Action.WRITE, Facts(area_path=area_path, body_id=body_id))


def may_keep_one_of(viewer: Viewer, *, area_paths: Iterable[str], body_id: int | None) -> bool:
    """This function will say whether the viewer may change a record that stands in these areas.

    A service stands in the list of its municipality and in the 圏域 of each of its places: its
    layer 2 SC keeps what is given there.
    """
    return any(may_keep(viewer, area_path=path, body_id=body_id) for path in area_paths)


def may_place_at(viewer: Viewer, *, area_path: str, body_id: int | None) -> bool:
    """This function will say whether the viewer may give something at a stored place.

    Its address is then published with what is given there. `body_id` is the body that
    represents the organization the place belongs to, if any.
    """
    return may_keep(viewer, area_path=area_path) or may_keep(
        viewer, area_path=area_path, body_id=body_id
    )


def may_run_under(viewer: Viewer, *, area_path: str, body_id: int | None) -> bool:
    """This function will say whether the viewer may put a service under a stored programme.

    Groups run services under the programme of their own municipality, which they do not keep.
    """
    if may_place_at(viewer, area_path=area_path, body_id=body_id):
        return True
    home = municipality_of(viewer.area_path or "")
    return bool(home) and municipality_of(area_path) == home


def may_propose(viewer: Viewer, *, area_path: str, body_id: int | None) -> bool:
    """This function will say whether the viewer may put a record forward for review.

    `area_path` is the 圏域 it lies in where that is known, else its town.
    """
    return may_submit(viewer, area_path=area_path, body_id=body_id)


def may_read_whole(viewer: Viewer, *, area_path: str, body_id: int | None) -> bool:
    """This function will say whether the viewer reads all of a record, hidden parts as well.

    The form of an edit shows everything that is stored, so only its office and its body open it.
    """
    return decide(viewer, Action.READ_PRIVATE, Facts(area_path=area_path, body_id=body_id))


def may_erase_people(viewer: Viewer) -> bool:
    """This function will say whether the viewer may erase contact people: on the host alone."""
    return decide(viewer, Action.OPERATE, Facts(area_path=""))


def may_import(viewer: Viewer, *, area_path: str) -> bool:
    """This function will say whether the viewer may bring whole lists into this area."""
    return decide(viewer, Action.IMPORT, Facts(area_path=area_path))


def may_ask(viewer: Viewer, *, area_path: str) -> bool:
    """This function will say whether the viewer asks the coordinators of this area's town."""
    facts = Facts(area_path=area_path, shared_with_professionals=True)
    return decide(viewer, Action.READ_PRIVATE, facts)


def may_answer(viewer: Viewer, *, area_path: str) -> bool:
    """This function will say whether the viewer answers what is asked in this area."""
    return bool(municipality_of(area_path)) and may_keep(viewer, area_path=area_path)


def rung_of(role: Role) -> Rung | None:
    """This function will say on which rung somebody answers; None for who never does."""
    return _RUNGS.get(role)


def rungs_over(area_path: str, people: Iterable[tuple[Role, str]]) -> tuple[Rung, ...]:
    """This function will return who answers in an area, the first first; the office is the last.

    `people` are the coordinators that there are, each with the path they work in.
    """
    there = {_RUNGS[role] for role, path in people if role in _RUNGS and contains(path, area_path)}
    return tuple(sorted(there | {Rung.OFFICE}))


def audience_tokens(service: ServiceFacts) -> tuple[str, ...]:
    """This function will return the tokens of which a reader must hold one (search index)."""
    facts = policy_facts(service)
    tokens = [audience_token(facts)]
    home = municipality_of(service.area_path)
    if facts.shared_with_professionals and facts.visibility is not Visibility.PUBLIC and home:
        tokens.append(f"professionals:{home}")
    return tuple(tokens)


def view_of(
    viewer: Viewer, service: ServiceFacts, *, is_home: bool, audience: Scope | None = None
) -> engine.PublishedView:
    """This function will say what of the record the viewer gets.

    With an `audience` (paper, open data …) what that audience gets, whoever asks; without one,
    what the viewer's own place allows: the office that keeps the record reads all of it.
    """
    asked = _SCOPES[audience] if audience is not None else _audience_of(viewer, service)
    if asked is None:
        return _EVERYTHING
    return _published(service.consent, is_home, asked, service.on)


@lru_cache(maxsize=4096)
def _published(
    consent: engine.Consent | None, is_home: bool, audience: engine.Scope, on: date
) -> engine.PublishedView:
    """Lists ask the same of many records; the answer is a pure function of these four."""
    return engine.published_view(engine.PublicationFacts(consent, is_home), audience, on)


def _audience_of(viewer: Viewer, service: ServiceFacts) -> engine.Scope | None:
    """None stands for the desk of the office or body that keeps the record."""
    if viewer.role is Role.OPERATOR:
        return None
    if viewer.area_path is None:
        return engine.Scope.WEB
    if service.body_id is not None and service.body_id == viewer.body_id:
        return None
    home = municipality_of(service.area_path)
    if not home or municipality_of(viewer.area_path) != home:
        return engine.Scope.WEB
    if viewer.role in OFFICE_STAFF:
        return None if service.body_id is None else engine.Scope.INTERNAL
    return engine.Scope.CARE_NETWORK if viewer.role in PROFESSIONALS else engine.Scope.WEB


def index_scope(service: ServiceFacts) -> Scope:
    """This function will name the widest audience that reads the index document of a service."""
    reach = _reach(service)
    if engine.Scope.WEB in reach:
        return Scope.WEB
    return Scope.PROFESSIONALS if engine.Scope.CARE_NETWORK in reach else Scope.OFFICE


def eligibility_to_data(eligibility: Eligibility) -> dict[str, Any]:
    """This function will return the canonical JSON of an eligibility; empty parts left out."""
    data = {
        "minimum_age": eligibility.minimum_age,
        "care": sorted(care.value for care in eligibility.care),
        "residents_of": list(eligibility.residents_of),
        "other": eligibility.other,
    }
    return {name: value for name, value in data.items() if value not in (None, [], "")}


def eligibility_from_data(data: Mapping[str, Any]) -> Eligibility:
    """This function will read stored eligibility; what cannot be understood is not stated."""
    try:
        return Eligibility(
            minimum_age=data.get("minimum_age"),
            care=frozenset(CareClass(value) for value in data.get("care", ())),
            residents_of=tuple(data.get("residents_of", ())),
            other=data.get("other", ""),
        )
    except (EligibilityError, ValueError, TypeError):
        return Eligibility()
