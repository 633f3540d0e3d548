"""The one pure decision: may this viewer do this to a thing with these facts?

Pages, API, exports, search, jobs and mail all ask here. No database, no clock.
"Not allowed to know" and "does not exist" are the same answer (404), given by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yui.policy.roles import (
    LIST_KEEPERS,
    OFFICE_STAFF,
    OFFICERS,
    PROFESSIONALS,
    SUBMITTERS,
    WRITERS,
    Role,
)
from yui.policy.viewer import Viewer


class Action(TextChoices):
    """This enumeration will name what can be asked for."""

    READ = "read", _("読む")
    READ_PRIVATE = "read_private", _("公開していない内容を読む")
    WRITE = "write", _("書く")
    IMPORT = "import", _("取り込む")
    READ_EXACT_COUNTS = "read_exact_counts", _("少ない数もそのまま読む")
    MANAGE_PEOPLE = "manage_people", _("利用者を管理する")
    APPROVE = "approve", _("二人目として承認する")
    SUBMIT = "submit", _("掲載を申し出る")
    REVIEW = "review", _("審査する")
    OPERATE = "operate", _("運用する")


class Visibility(TextChoices):
    """This enumeration will name how far a record is seen (`domain.md` §15)."""

    BODY = "body", _("自組織のみ")
    MUNICIPALITY = "municipality", _("市町村内")
    PREFECTURE = "prefecture", _("都道府県内")
    REGISTERED = "registered", _("全国（登録者）")
    PUBLIC = "public", _("一般公開")


@dataclass(frozen=True, slots=True)
class Facts:
    """This value will hold what a decision needs to know of a thing.

    `area_path` is the path of the area the thing belongs to; `shared_with_professionals`
    is the consent scope 「SC・包括・ケアマネまで」; `is_published` is false for drafts.
    `managed_by` are the bodies whose account managers are asked; `asked_by` is the person who
    asked for an approval or a publication.
    """

    area_path: str
    visibility: Visibility = Visibility.BODY
    body_id: int | None = None
    is_published: bool = True
    shared_with_professionals: bool = False
    managed_by: frozenset[int] = frozenset()
    asked_by: int | None = None


def decide(viewer: Viewer, action: Action, facts: Facts) -> bool:
    """This function will say whether the viewer may do the action to a thing of these facts."""
    if viewer.role is Role.OPERATOR:
        return True
    if viewer.area_path is None and action is not Action.READ:
        return False
    return _RULES[action](viewer, facts)


def contains(outer: str, inner: str) -> bool:
    """This function will say whether the area path `outer` contains or equals `inner`."""
    return inner.startswith(outer)


def municipality_of(path: str) -> str:
    """This function will return the path of the municipality an area path lies in.

    A path of a prefecture or of the nation has no municipality: "" is returned.
    """
    segments = path.split("/")
    return "/".join(segments[:2]) + "/" if len(segments) > 2 else ""


def prefecture_of(path: str) -> str:
    """This function will return the path of the prefecture an area path lies in, or ""."""
    return path.split("/")[0] + "/" if path else ""


def paths_to(path: str) -> list[str]:
    """This function will return the paths of an area and of all around it, innermost first.

    The last is the nation's, "".
    """
    segments = path.split("/")[:-1]
    return ["/".join(segments[:depth]) + "/" for depth in range(len(segments), 0, -1)] + [""]


def audience_token(facts: Facts) -> str:
    """This function will return the one token a viewer must hold to read the thing.

    The same tokens stand in the search index, so that filtering happens inside the query.
    """
    if not facts.is_published or facts.visibility is Visibility.BODY:
        return f"body:{facts.body_id}" if facts.body_id else _office_token(facts.area_path)
    if facts.visibility is Visibility.MUNICIPALITY:
        return f"within:{municipality_of(facts.area_path)}"
    if facts.visibility is Visibility.PREFECTURE:
        return f"within:{prefecture_of(facts.area_path)}"
    return str(facts.visibility.value)


def _office_token(path: str) -> str:
    """A city and its wards are one office; a prefecture or the nation is its own."""
    return f"office:{municipality_of(path) or path}"


def audience_tokens(viewer: Viewer) -> frozenset[str]:
    """This function will return every token the viewer holds (see `audience_token`)."""
    tokens = {"public"}
    if viewer.area_path is None:
        return frozenset(tokens)
    tokens.add("registered")
    if viewer.role in OFFICE_STAFF:
        tokens.add(_office_token(viewer.area_path))
    if viewer.body_id:
        tokens.add(f"body:{viewer.body_id}")
    tokens |= {
        f"within:{path}"
        for path in (municipality_of(viewer.area_path), prefecture_of(viewer.area_path))
        if path
    }
    if viewer.role in PROFESSIONALS and municipality_of(viewer.area_path):
        tokens.add(f"professionals:{municipality_of(viewer.area_path)}")
    return frozenset(tokens)


def _may_read(viewer: Viewer, facts: Facts) -> bool:
    if audience_token(facts) in audience_tokens(viewer):
        return True
    if viewer.area_path is None:
        return False
    return _may_read_private(viewer, facts)


def _may_read_private(viewer: Viewer, facts: Facts) -> bool:
    """Own office of the same municipality, or a professional of it where consent says so."""
    if _same_office(viewer, facts):
        return True
    home = municipality_of(facts.area_path)
    if not home or viewer.area_path is None or municipality_of(viewer.area_path) != home:
        return False
    if viewer.role in OFFICE_STAFF and facts.body_id is None:
        return True
    return facts.shared_with_professionals and viewer.role in PROFESSIONALS


def _same_office(viewer: Viewer, facts: Facts) -> bool:
    return facts.body_id is not None and facts.body_id == viewer.body_id


def _may_write(viewer: Viewer, facts: Facts) -> bool:
    if viewer.role not in WRITERS:
        return False
    if _same_office(viewer, facts):
        return True
    return (
        viewer.role in LIST_KEEPERS
        and facts.body_id is None
        and viewer.area_path is not None
        and _keeps(viewer.area_path, facts.area_path)
    )


def _keeps(own_path: str, path: str) -> bool:
    """An office keeps the records of its own tier: a prefecture does not edit a town's list."""
    if municipality_of(own_path):
        return contains(own_path, path)
    return own_path == path


def _may_import(viewer: Viewer, facts: Facts) -> bool:
    return (
        viewer.role in LIST_KEEPERS
        and viewer.area_path is not None
        and contains(viewer.area_path, facts.area_path)
    )


def _may_read_exact_counts(viewer: Viewer, facts: Facts) -> bool:
    """Own municipality's staff only: every other tier sees numbers under five masked."""
    if viewer.area_path is None or viewer.role not in OFFICE_STAFF | PROFESSIONALS:
        return False
    home = municipality_of(facts.area_path)
    if not home:
        return viewer.role in OFFICERS and viewer.area_path == facts.area_path
    return municipality_of(viewer.area_path) == home


def _may_manage_people(viewer: Viewer, facts: Facts) -> bool:
    """An account manager of the body or of the one it is a section of, within the own area."""
    if viewer.area_path is None or not viewer.manages_accounts:
        return False
    return viewer.body_id in facts.managed_by and contains(viewer.area_path, facts.area_path)


def _may_approve(viewer: Viewer, facts: Facts) -> bool:
    """A second account manager of the same office: nobody approves what they asked for."""
    is_second = viewer.user_id is not None and viewer.user_id != facts.asked_by
    return is_second and viewer.manages_accounts and viewer.body_id in facts.managed_by


def _may_submit(viewer: Viewer, facts: Facts) -> bool:
    """The own body's records; of those nobody represents, the ones within the own town or 圏域."""
    if viewer.role in WRITERS and _same_office(viewer, facts):
        return True
    return (
        viewer.role in SUBMITTERS
        and facts.body_id is None
        and viewer.area_path is not None
        and _keeps(viewer.area_path, facts.area_path)
    )


def _may_review(viewer: Viewer, facts: Facts) -> bool:
    """Officers decide, each for the own tier, and nobody about what they asked for themselves.

    `body_id` is the body of the officer who submitted: colleagues there decide. It is None for
    what others submitted: the officers of the town do.
    """
    if viewer.role not in OFFICERS or viewer.user_id is None or viewer.user_id == facts.asked_by:
        return False
    if facts.body_id is not None:
        return _same_office(viewer, facts)
    return viewer.area_path is not None and _keeps(viewer.area_path, facts.area_path)


def _may_operate(viewer: Viewer, facts: Facts) -> bool:
    return False


_RULES = {
    Action.READ: _may_read,
    Action.READ_PRIVATE: _may_read_private,
    Action.WRITE: _may_write,
    Action.IMPORT: _may_import,
    Action.READ_EXACT_COUNTS: _may_read_exact_counts,
    Action.MANAGE_PEOPLE: _may_manage_people,
    Action.APPROVE: _may_approve,
    Action.SUBMIT: _may_submit,
    Action.REVIEW: _may_review,
    Action.OPERATE: _may_operate,
}
