"""Whom the staff of an area ask: said by an account manager of its own office."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import HelpDesk
from yui.accounts.rules import may_set_help
from yui.areas.models import Area
from yui.journal.actions import act
from yui.lib.codes import find_my_numbers
from yui.lib.japanese import TextRefused, clean_line
from yui.policy.viewer import Viewer


def set_help_desk(*, by: Viewer, at: datetime, name: str, phone: str, hours: str = "") -> None:
    """This function will say whom the staff of the viewer's area ask; an empty name takes it back.

    Raises: NotManaged; AccountRefused for a number that cannot be called or unreadable text.
    """
    if by.area_path is None or not may_set_help(by):
        raise NotManaged
    given = {"name": _line(name, 60), "phone": _phone(phone), "hours": _line(hours, 60)}
    if bool(given["name"]) != bool(given["phone"]):
        raise AccountRefused(_("どこに聞くかと、電話番号の両方を書いてください。"))
    with act(by=by, at=at) as done:
        area = Area.objects.get(path=by.area_path)
        if given["name"]:
            HelpDesk.objects.update_or_create(area=area, defaults=given)
        else:
            HelpDesk.objects.filter(area=area).delete()
        done.record(
            "accounts.help.set",
            object_type="areas.area",
            object_id=area.path,
            area_path=area.path,
            fields=tuple(given),
        )


def _line(text: str, most: int) -> str:
    try:
        line = clean_line(text)
    except TextRefused as refused:
        raise AccountRefused(_("読めない文字があります。書きなおしてください。")) from refused
    if len(line) > most:
        raise AccountRefused(_("長すぎます。短くしてください。"))
    return line


def _phone(text: str) -> str:
    """Digits and hyphens, and no number of twelve digits that could be a My Number."""
    phone = _line(text, 20)
    if find_my_numbers(phone) or not all(letter in "0123456789-()+#* " for letter in phone):
        raise AccountRefused(_("電話番号は、数字とハイフンで書いてください。"))
    return phone
