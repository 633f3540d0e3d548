"""What a municipality decides about itself: its words, its window, whether it takes part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from yui.areas.actions.records import area_to_change, stamp_areas
from yui.areas.errors import ChangeRefused, NotYours
from yui.areas.models import LocalWord
from yui.areas.rules import may_open
from yui.areas.states import Opening, Term
from yui.journal import actions as journal
from yui.lib.japanese.text import TextRefused, clean_line
from yui.policy.roles import Role
from yui.policy.viewer import Viewer


def set_local_word(*, by: Viewer, at: datetime, area_path: str, term: Term, word: str) -> None:
    """This function will set the word an area uses for a standard term; "" takes it back.

    Raises: AreaNotFound; NotYours; ChangeRefused for a word that is too long or unreadable.
    """
    area = area_to_change(by, area_path)
    cleaned = _line(word)
    if len(cleaned) > 40:
        raise ChangeRefused("ことばは40文字までで書いてください。")
    with journal.act(by=by, at=at) as act:
        if cleaned:
            LocalWord.objects.update_or_create(area=area, term=term, defaults={"word": cleaned})
        else:
            LocalWord.objects.filter(area=area, term=term).delete()
        act.record(
            "local_word_set",
            object_type="areas.area",
            object_id=area_path,
            area_path=area_path,
            fields=(term.value,),
        )


def set_local_words(*, by: Viewer, at: datetime, area_path: str, words: Mapping[Term, str]) -> None:
    """This function will set several own words at once, all or none (see `set_local_word`)."""
    with journal.act(by=by, at=at):
        for term, word in words.items():
            set_local_word(by=by, at=at, area_path=area_path, term=term, word=word)


def set_opening(*, by: Viewer, at: datetime, area_path: str, opening: Opening) -> None:
    """This function will say how far a municipality has come with taking part.

    Only the operator opens one alone: officers have a second person decide, after which
    `open_municipality` is called.
    Raises: AreaNotFound; NotYours for anybody but an officer of it or the operator;
    ChangeRefused for an officer who would open it.
    """
    if opening is Opening.OPEN and by.role is not Role.OPERATOR:
        raise ChangeRefused("公開は、ふたりで決めます。「はじめかた」から申し出てください。")
    _set_opening(by, at, area_path, opening)


def open_municipality(*, by: Viewer, at: datetime, area_path: str) -> None:
    """This function will open a municipality's pages, once two have decided (see `set_opening`).

    Called by the room that had them decide, inside its own act.
    """
    _set_opening(by, at, area_path, Opening.OPEN)


def _set_opening(by: Viewer, at: datetime, area_path: str, opening: Opening) -> None:
    area = area_to_change(by, area_path)
    if not may_open(by, area_path):
        raise NotYours("参加の状態は、市区町村の職員だけが変えられます。")
    if area.opening == opening:
        return
    with journal.act(by=by, at=at) as act:
        area.opening = opening
        area.save(update_fields=["opening"])
        stamp_areas()
        act.record(
            "opening_set",
            object_type="areas.area",
            object_id=area_path,
            area_path=area_path,
            fields=("opening",),
        )


def set_window(
    *, by: Viewer, at: datetime, area_path: str, phone: str, website: str, hours: str = ""
) -> None:
    """This function will set phone, hours and site people are sent to: of a town hall or a 包括.

    Raises: AreaNotFound; NotYours; ChangeRefused.
    """
    area = area_to_change(by, area_path)
    area.phone, area.website = _phone(phone), _website(website)
    area.hours = _hours(hours)
    with journal.act(by=by, at=at) as act:
        area.save(update_fields=["phone", "hours", "website"])
        stamp_areas()
        act.record(
            "window_set",
            object_type="areas.area",
            object_id=area_path,
            area_path=area_path,
            fields=("phone", "hours", "website"),
        )


def _line(text: str) -> str:
    try:
        return clean_line(text)
    except TextRefused as error:
        raise ChangeRefused(str(error)) from error


def _phone(text: str) -> str:
    phone = _line(text)
    if len(phone) > 20 or not all(letter in "0123456789-()+#* " for letter in phone):
        raise ChangeRefused("電話番号は、数字とハイフンで書いてください。")
    return phone


def _hours(text: str) -> str:
    hours = _line(text)
    if len(hours) > 60:
        raise ChangeRefused("つながる時間は60文字までで書いてください。")
    return hours


def _website(text: str) -> str:
    website = _line(text)
    if website:
        try:
            URLValidator(schemes=["http", "https"])(website)
        except ValidationError as error:
            raise ChangeRefused("サイトの住所は、https:// から書いてください。") from error
    if len(website) > 300:
        raise ChangeRefused("サイトの住所が長すぎます。")
    return website
