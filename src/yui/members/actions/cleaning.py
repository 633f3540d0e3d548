"""What people typed becomes what is kept: cleaned, measured, or refused with one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from yui.lib.codes import find_my_numbers, is_corporate_number
from yui.lib.japanese import TextRefused, clean_line, clean_text, fold, parse_phone
from yui.members.errors import InputRefused
from yui.members.queries.content import area_named, terms_for
from yui.members.rules import tier_of, visibilities_for
from yui.members.states import ANSWERS, FIELDS_OF, LISTS, REQUIRED, Field, Step

MOST_AREAS: Final = 100
_LONGEST: Final[Mapping[Field, int]] = {
    Field.NAME: 160,
    Field.KANA: 240,
    Field.DEPARTMENT: 120,
    Field.PERSON: 60,
}
_LONGEST_TEXT = 1_000
_MAIL = EmailValidator()
_PARAGRAPHS = frozenset({Field.OFFER_WORDS, Field.WANTS, Field.CONDITIONS, Field.COOPERATION})


def cleaned_step(
    step: Step, given: Mapping[str, Any], content: Mapping[str, Any]
) -> dict[str, Any]:
    """This function will return what a step says, cleaned; `content` is what was said before.

    Raises: InputRefused naming the field.
    """
    found = {
        field.value: _cleaned(field, given.get(field.value) or ([] if field in LISTS else ""))
        for field in FIELDS_OF[step]
    }
    for field in FIELDS_OF[step]:
        if field in REQUIRED and not found[field.value]:
            raise InputRefused(field.value, _("%sを入れてください。") % field.label)
    if step is Step.SEEN and content.get(Field.AREAS):
        _refuse_narrower(found[Field.VISIBILITY], content[Field.AREAS])
    return found


def _refuse_narrower(visibility: str, paths: list[str]) -> None:
    if visibility not in visibilities_for(tier_of(paths)):
        raise InputRefused(
            Field.VISIBILITY, _("この地域では選べません。もっと広い範囲を選んでください。")
        )


def _cleaned(field: Field, value: Any) -> Any:
    if field is Field.AREAS:
        return _areas([str(each) for each in value])
    if field in LISTS:
        known = {term.code for term in terms_for(field)}
        return [code for code in value if _known(field, str(code), known)]
    return _CLEANERS.get(field, _text)(field, str(value))


def _areas(lines: list[str]) -> list[str]:
    """Names of towns and prefectures, one a line; those inside another are left out."""
    named = [clean for line in lines if (clean := _text(Field.AREAS, line))]
    if len(named) > MOST_AREAS:
        raise InputRefused(
            Field.AREAS, _("まちの名前は%s行までです。都道府県の名前でも書けます。") % MOST_AREAS
        )
    paths = list(dict.fromkeys(_area(line) for line in named))
    return [
        path
        for path in paths
        if not any(path != other and path.startswith(other) for other in paths)
    ]


def _area(line: str) -> str:
    found = area_named(line)
    if not found:
        raise InputRefused(
            Field.AREAS,
            _("「%s」というまちは、見つかりません。市・区・町・村までの名前を書いてください。")
            % line,
        )
    if len(found) > 1:
        names = "、".join(area.full_name for area in found)
        raise InputRefused(
            Field.AREAS,
            _("「%(line)s」は%(count)sつあります。都道府県から書いてください（%(names)s）。")
            % {"line": line, "count": len(found), "names": names},
        )
    return found[0].path


def _known(field: Field, code: str, known: set[str]) -> bool:
    if code not in known:
        raise InputRefused(field.value, _("ここにあるものから、えらんでください。"))
    return True


def _term(field: Field, value: str) -> str:
    if value:
        _known(field, value, {term.code for term in terms_for(field)})
    return value


def _answer(field: Field, value: str) -> str:
    if value:
        _known(field, value, {code for code, _words in ANSWERS[field]})
    return value


def _seen(field: Field, value: str) -> str:
    if value:
        _known(field, value, {each.value for each in visibilities_for("0/0/")})
    return value


def _number(field: Field, value: str) -> str:
    digits = fold(_text(field, value, may_be_number=True))
    if digits and not is_corporate_number(digits):
        raise InputRefused(
            field.value,
            _("法人番号は13桁の数字です。打ちまちがいがないかを見てください。なければ空けます。"),
        )
    return digits


def _phone(field: Field, value: str) -> str:
    text = _text(field, value)
    found = parse_phone(text) if text else None
    if text and found is None:
        raise InputRefused(field.value, _("電話番号を読み取れません。市外局番から書いてください。"))
    return found.display if found else ""


def mail_address(field: Field, value: str) -> str:
    """This function will return a mail address, or "". Raises: InputRefused."""
    address = _text(field, value)
    try:
        if address:
            _MAIL(address)
    except ValidationError as error:
        raise InputRefused(field.value, _("メールの宛先の形が正しくありません。")) from error
    return address


def _text(field: Field, value: str, *, may_be_number: bool = False) -> str:
    try:
        text = clean_text(value).strip() if field in _PARAGRAPHS else clean_line(value)
    except TextRefused as refused:
        raise InputRefused(
            field.value, _("読めない文字があります。書きなおしてください。")
        ) from refused
    longest = _LONGEST.get(field, _LONGEST_TEXT)
    if len(text) > longest:
        raise InputRefused(
            field.value,
            _("%(name)sは%(most)s字までです。") % {"name": field.label, "most": longest},
        )
    if not may_be_number and find_my_numbers(text):
        raise InputRefused(field.value, _("個人番号のような数字があります。消してください。"))
    return text


_CLEANERS: dict[Field, Callable[[Field, str], str]] = {
    Field.KIND: _term,
    Field.NUMBER: _number,
    Field.PHONE: _phone,
    Field.EMAIL: mail_address,
    Field.VISIBILITY: _seen,
    **dict.fromkeys(ANSWERS, _answer),
}


def cleaned_contact(given: Mapping[str, Any]) -> dict[str, str]:
    """This function will return who claims a record and how they are reached.

    Raises: InputRefused naming the field.
    """
    found = {
        field.value: str(_cleaned(field, given.get(field.value) or ""))
        for field in FIELDS_OF[Step.CONTACT]
    }
    for field in (Field.PERSON, Field.PHONE):
        if not found[field.value]:
            raise InputRefused(field.value, _("%sを入れてください。") % field.label)
    return found


def cleaned_reason(text: str, asked: str) -> str:
    """This function will return a reason of an officer. Raises: InputRefused; `asked` if empty."""
    try:
        reason = clean_text(text).strip()
    except TextRefused as refused:
        raise InputRefused(
            "reason", _("読めない文字があります。書きなおしてください。")
        ) from refused
    if not reason:
        raise InputRefused("reason", asked)
    if len(reason) > _LONGEST_TEXT or find_my_numbers(reason):
        raise InputRefused("reason", _("1000字までで、番号を入れずに書いてください。"))
    return reason
