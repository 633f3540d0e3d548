"""What the finder of the own 包括 says: whose town it is, which town was meant, whom to call."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from yui.areas.pages.links import home_of
from yui.areas.queries import AreaInfo, CentreAnswer, TownInfo
from yui.ui.pages.frame import Frame, NearWindows
from yui.ui.pages.parts import Link, Phone, PhoneBox, Point

_CALL_ANY = "どこにかけてもかまいません。担当の窓口を教えてもらえます。"
_NO_DIVISION = "町ごとの担当は、まだ登録されていません。"


ASK_OFFICE = PhoneBox(
    "お住まいの市役所・町村役場",
    None,
    heading="見つからないときは",
    reassurance="電話して「地域包括支援センターへ」と伝えてください。お金はかかりません。",
)


def centre_page(
    frame: Frame, area: AreaInfo, word: str, asked: str, answer: CentreAnswer, on: date
) -> dict[str, Any]:
    """This function will return the template's values that follow from the answer.

    Whoever typed a name that is not in the list is told so; that nothing is registered is said
    only of a 町字 that was understood.
    """
    choices = answer.towns if len(answer.towns) > 1 and not answer.window.is_own_centre else ()
    near = _near(frame, answer, choices, on)
    window = answer.window
    return {
        "choices": [_choice(area, town) for town in choices],
        "message": _message(area, asked, answer),
        "elsewhere": _elsewhere(answer.elsewhere, word),
        "own": window if window.is_own_centre else None,
        "phone": _phone(frame, answer),
        "near": near,
        "heading": _heading(area, word, asked, answer, near),
        "explanation": _explanation(answer, near, is_asked=bool(asked)),
        "website": (
            Link(f"{window.name}の公式サイトで電話番号を見る", window.website)
            if window.website
            else None
        ),
    }


def _phone(frame: Frame, answer: CentreAnswer) -> Phone | None:
    """The number of the centre; with its hours where the frame knows the same number."""
    number = answer.window.phone
    known = frame.phone_box.phone if frame.phone_box else None
    if known is not None and (not number or known.href == Phone(number).href):
        return known
    return Phone(number, answer.window.area.hours) if number else None


def _near(
    frame: Frame, answer: CentreAnswer, choices: tuple[TownInfo, ...], on: date
) -> NearWindows:
    if answer.window.is_own_centre:
        return NearWindows()
    town = answer.towns[0] if answer.towns and not choices else None
    point = None
    if town is not None and town.latitude is not None and town.longitude is not None:
        point = Point(town.latitude, town.longitude)
    return frame.windows_near(town.name if town else "", point, on)


def _choice(area: AreaInfo, town: TownInfo) -> Link:
    query = urlencode({"town": town.name})
    return Link(town.name, f"{reverse('areas:centre', args=[area.jis])}?{query}")


def _elsewhere(other: AreaInfo | None, word: str) -> Link | None:
    return Link(f"{other.full_name}のページを開く", home_of(other)) if other else None


def _message(area: AreaInfo, asked: str, answer: CentreAnswer) -> str:
    if not asked or answer.towns:
        return ""
    if answer.elsewhere is not None:
        what = "郵便番号" if answer.is_postal_code else "場所"
        return f"「{asked}」は、{answer.elsewhere.full_name}の{what}です。"
    if answer.is_postal_code:
        return f"「{asked}」の町が分かりませんでした。町の名前を入れてください。"
    return (
        f"「{asked}」という町は、{area.name}の一覧に見つかりませんでした。"
        "ひらがなや、はじめの数文字、郵便番号でためしてください。"
    )


def _heading(area: AreaInfo, word: str, asked: str, answer: CentreAnswer, near: NearWindows) -> str:
    town = answer.towns[0].name if len(answer.towns) == 1 else ""
    if answer.window.is_own_centre:
        return f"{town or asked}の担当は「{answer.window.name}」です"
    if near.windows:
        return f"{area.name}の{word}"
    return f"{town}の担当は、ここで聞いてください" if town else "ここで聞くこともできます"


def _explanation(answer: CentreAnswer, near: NearWindows, *, is_asked: bool) -> str:
    is_known = len(answer.towns) == 1
    if not near.windows:
        return _NO_DIVISION if is_known else ""
    order = f"{answer.towns[0].name}から近い順です。" if is_known and near.is_by_distance else ""
    division = _NO_DIVISION if is_known or not is_asked else ""
    return f"{division}{order}{_CALL_ANY}"
