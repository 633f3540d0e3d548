"""What an application says, in words: for its author, for who decides, for paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from yui.areas.queries import AreaInfo, areas_by_path, search_areas
from yui.lib.japanese import fold
from yui.members.rules import OFFICES, tier_of, visibilities_for
from yui.members.states import (
    ANSWERS,
    FIELDS_OF,
    LISTS,
    LOOKED_AT,
    MAY_BE_EMPTY,
    PROMISES,
    REQUIRED,
    Field,
    Step,
)
from yui.policy.decide import Visibility
from yui.review.rules import FieldChange
from yui.taxonomy.queries import TermInfo, terms_of

Content = Mapping[str, Any]
VOCABULARIES = {Field.KIND: "org_type", Field.FIELDS: "field", Field.OFFERS: "offer_kind"}
_NATION = "全国"


def blank_content() -> dict[str, Any]:
    """This function will return an application that says nothing yet."""
    return {field.value: [] if field in LISTS else "" for field in Field}


def terms_for(field: Field) -> tuple[TermInfo, ...]:
    """This function will return what can be chosen: kinds, fields or offers."""
    return tuple(
        term
        for term in terms_of(VOCABULARIES[field])
        if field is not Field.KIND or term.code not in OFFICES
    )


def area_named(line: str) -> tuple[AreaInfo, ...]:
    """This function will return the areas that are called so, with or without their prefecture.

    One: it is meant. None: there is no such town or prefecture. Several: which one is not said.
    """
    if line == _NATION:
        return tuple(areas_by_path(("",)).values())
    wanted = fold(line)
    found = search_areas(line)
    return tuple(
        area for area in found if wanted in {fold(area.name), fold(area.full_name), area.jis}
    )


def names_of_areas(paths: list[str]) -> tuple[str, ...]:
    """This function will return the names of areas as an address begins, in the given order."""
    found = areas_by_path(paths)
    return tuple(found[path].full_name or found[path].name for path in paths if path in found)


def in_words(field: Field, content: Content) -> str:
    """This function will say what an application says of one thing."""
    value = content.get(field.value) or ""
    if field is Field.AREAS:
        return "\n".join(names_of_areas(list(value)))
    if field in VOCABULARIES:
        chosen = {value} if isinstance(value, str) else set(value)
        return "、".join(term.name for term in terms_for(field) if term.code in chosen)
    if field in ANSWERS:
        return str(dict(ANSWERS[field]).get(value, ""))
    if field is Field.VISIBILITY:
        return str(Visibility(value).label) if value else ""
    return str(value)


def missing_in(content: Content, step: Step) -> tuple[Field, ...]:
    """This function will return what a step must say and does not say yet."""
    missing = [field for field in FIELDS_OF[step] if field in REQUIRED and not content.get(field)]
    if step is Step.SEEN and not missing and content[Field.AREAS]:
        seen = visibilities_for(tier_of(content[Field.AREAS]))
        if content[Field.VISIBILITY] not in seen:
            missing.append(Field.VISIBILITY)
    return tuple(missing)


def is_begun(content: Content, step: Step) -> bool:
    """This function will say whether a step says anything yet."""
    return any(content.get(field) for field in FIELDS_OF[step])


def is_whole(content: Content) -> bool:
    """This function will say whether every task is done."""
    return not any(missing_in(content, step) for step in Step)


def may_pass_by(step: Step) -> bool:
    """This function will say whether a step may stay empty."""
    return step in MAY_BE_EMPTY


def changes_in_words(content: Content, found_alike: str = "") -> tuple[FieldChange, ...]:
    """This function will say everything that is new, for who decides.

    `found_alike` names records that may be the same organization.
    """
    return tuple(
        FieldChange(field.value, str(field.label), "", said, _finding(field, content, found_alike))
        for field in Field
        if (said := in_words(field, content))
    )


def _finding(field: Field, content: Content, found_alike: str) -> str:
    if field is Field.NAME and found_alike:
        return _("同じ団体かもしれない記録があります。%s") % found_alike
    if field in PROMISES and (field, content.get(field.value)) in LOOKED_AT:
        return _("掲載基準に合うかを、団体に聞いて決めてください。")
    return ""
