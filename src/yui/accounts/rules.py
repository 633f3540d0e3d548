"""Who may manage people, into which roles, until when; who may approve as the second person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yui.accounts.states import GIVEN_BY_OFFICERS, ROLES_OF, TIER_OF, BodyKind, Renewal
from yui.lib.clock import fiscal_year, fiscal_year_bounds
from yui.policy.decide import Action, Facts, contains, decide
from yui.policy.roles import OFFICERS, Role
from yui.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Office:
    """This value will hold a body among its like: the bodies above it and the sections below.

    `above` and `below` contain the body itself.
    """

    body_id: int
    kind: BodyKind
    above: frozenset[int]
    below: frozenset[int]

    @property
    def around(self) -> frozenset[int]:
        """This property will return the bodies of the same office."""
        return self.above | self.below


@dataclass(frozen=True, slots=True)
class Grant:
    """This value will hold the role somebody is to be given; `areas` are paths.

    More than one area means a group. `until` is the last day.
    """

    role: Role
    areas: tuple[str, ...]
    until: date | None = None
    acting_for_id: int | None = None
    manages_accounts: bool = False
    is_own_group: bool = False


def may_make_bodies(by: Viewer, *, area_path: str) -> bool:
    """This function will say whether the viewer may make bodies and people on the host."""
    return decide(by, Action.OPERATE, Facts(area_path=area_path))


def may_manage_people(by: Viewer, office: Office, *, area_path: str | None = None) -> bool:
    """This function will say whether the viewer manages the people of a body, in an area."""
    path = area_path if area_path is not None else by.area_path or ""
    return decide(by, Action.MANAGE_PEOPLE, Facts(path, managed_by=office.above))


def may_set_help(by: Viewer) -> bool:
    """This function will say whether the viewer says whom the staff of their area ask.

    Account managers of the office that governs the area do, not those of a 包括 or a group in it.
    """
    if by.role not in OFFICERS or by.body_id is None:
        return False
    facts = Facts(by.area_path or "", managed_by=frozenset({by.body_id}))
    return decide(by, Action.MANAGE_PEOPLE, facts)


def may_practise(by: Viewer) -> bool:
    """This function will say whether the viewer may try things out in the sample town.

    Whoever works at a desk may; members of organizations have no desk.
    """
    members = (Role.ORGANIZATION_OWNER, Role.ORGANIZATION_EDITOR, Role.OPERATOR)
    return by.user_id is not None and by.area_path is not None and by.role not in members


def may_approve(by: Viewer, office: Office, *, asked_by: int | None) -> bool:
    """This function will say whether the viewer may be the second person of an approval."""
    return decide(by, Action.APPROVE, Facts("", managed_by=office.around, asked_by=asked_by))


def needs_second_person(role: Role, *, manages_accounts: bool) -> bool:
    """This function will say whether a role comes into force only when a second person agrees."""
    return role in OFFICERS or manages_accounts


def roles_to_give(by: Viewer, kind: BodyKind) -> tuple[Role, ...]:
    """This function will return the roles a viewer can give to people of a kind of body."""
    if by.role is Role.OPERATOR:
        return tuple(role for role in Role if role in ROLES_OF[kind])
    return tuple(role for role in Role if role in ROLES_OF[kind] and _may_give(by, role))


def refusal(by: Viewer, office: Office, grant: Grant, *, on: date) -> str:
    """This function will say in one sentence why somebody cannot be given a role; "" when fine.

    Raises: nothing; who may not manage the body at all is to be told that it is not there.
    """
    if grant.role not in roles_to_give(by, office.kind):
        return _("その組織では、この立場の人を招待できません。")
    if not all(_fits(grant.role, path) for path in grant.areas):
        return _("この立場には合わない地域です。地域を選びなおしてください。")
    if not grant.is_own_group and not all(_in_reach(by, office, path) for path in grant.areas):
        return _("ご自分の受け持ちの外の地域は選べません。")
    if grant.until is not None and grant.until < on:
        return _("期限は、きょうより後の日にしてください。")
    return _contract_refusal(office, grant)


def _contract_refusal(office: Office, grant: Grant) -> str:
    if grant.role is not Role.CONTRACTOR:
        return ""
    if grant.until is None:
        return _("受託者には、契約が終わる日を入れてください。")
    if grant.acting_for_id not in office.above:
        return _("受託者には、どの組織の仕事をするかを選んでください。")
    return ""


def _in_reach(by: Viewer, office: Office, path: str) -> bool:
    return may_manage_people(by, office, area_path=path)


def _may_give(by: Viewer, role: Role) -> bool:
    """Never above the own tier: what reaches beyond the body is given by officers alone."""
    if by.area_path is None or (role in GIVEN_BY_OFFICERS and by.role not in OFFICERS):
        return False
    return TIER_OF.get(role, 2) >= min(by.area_path.count("/"), 2)


def _fits(role: Role, path: str) -> bool:
    depth = TIER_OF.get(role)
    return depth is None or min(path.count("/"), 2) == depth


def common_area(paths: Iterable[str]) -> str:
    """This function will return the smallest area path that contains all the paths."""
    found = tuple(paths)
    segments = found[0].split("/")[:-1] if found else []
    candidates = ("".join(f"{each}/" for each in segments[:n]) for n in range(len(segments), 0, -1))
    return next((each for each in candidates if all(contains(each, path) for path in found)), "")


def term_end(on: date, *, is_leaving: bool) -> date:
    """This function will return the last day of a role that begins or goes on now.

    31 March of the fiscal year for those reported leaving; else 30 April after it, so that
    nobody is locked out while the offices change places in April.
    """
    march = fiscal_year_bounds(fiscal_year(on))[1]
    return march if is_leaving else march.replace(month=4, day=30)


def is_renewal_season(on: date) -> bool:
    """This function will say whether roles are renewed now: from February until 30 April."""
    return 2 <= on.month <= 4


def renewed_end(choice: Renewal, *, on: date) -> date:
    """This function will return the last day of a role after the renewal of this spring.

    Who goes on stays until 30 April of next year; who leaves until 31 March, in April until today.
    """
    if choice is Renewal.GO_ON:
        return date(on.year + 1, 4, 30)
    return max(date(on.year, 3, 31), on)
