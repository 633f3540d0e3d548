"""The tables of an office's people, of its invitations, and of what waits for a second person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from yui.accounts.queries import Invited, Member, Opened
from yui.lib.clock import date_in_jst, format_date_ja, format_moment_ja
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord

PEOPLE_COLUMNS = (
    Column("名前"),
    Column("立場"),
    Column("組織・部門"),
    Column("受け持つ地域"),
    Column("いつまで"),
    Column("入った日"),
    Column("二段階"),
)
INVITED_COLUMNS = (
    Column("名前"),
    Column("立場"),
    Column("組織"),
    Column("受け持つ地域"),
    Column("ようす"),
)


def people_rows(people: Iterable[Member]) -> tuple[Row, ...]:
    """This function will return people as rows; each leads to what can be done."""
    return tuple(
        Row(
            (
                Cell(each.name, reverse("accounts-member", args=[each.membership_id]), each.login),
                Cell(str(each.role.label), detail=_manager_words(each)),
                Cell(each.body_name, detail=each.department),
                Cell(each.area_name),
                until_cell(each),
                Cell(_day(date_in_jst(each.last_login)) if each.last_login else _("まだ")),
                Cell(_("あり") if each.has_second_step else _("なし")),
            )
        )
        for each in people
    )


def invited_rows(invited: Iterable[Invited]) -> tuple[Row, ...]:
    """This function will return open invitations as rows."""
    return tuple(
        Row(
            (
                Cell(each.name, reverse("accounts-invitation", args=[each.id]), each.email),
                Cell(str(each.role.label)),
                Cell(each.body_name),
                Cell(each.area_name),
                Cell(word=state_of(each)),
            )
        )
        for each in invited
    )


def state_of(each: Invited) -> StateWord:
    """This function will say in a word how far an invitation has come."""
    if each.needs_approval and not each.is_approved:
        return StateWord(_("承認を待っています"), "wait")
    return StateWord(_("手紙を出せます"), "moving")


def until_cell(each: Member) -> Cell:
    """This function will say until when; who stays past the day as the last manager is marked."""
    if each.is_kept:
        return Cell(
            _day(each.until),
            detail=_("期限はすぎましたが、ほかに利用者管理者がいないので続けています"),
            word=StateWord(_("交代が要ります"), "urgent"),
        )
    return Cell(_day(each.until) if each.until else _("きめていない"))


def _manager_words(each: Member) -> str:
    return _("利用者管理者") if each.manages_accounts else ""


def _day(day: date | None) -> str:
    return format_date_ja(day) if day else ""


def glass_rows(glasses: Iterable[Opened]) -> tuple[dict[str, object], ...]:
    """This function will return what the page says of each emergency."""
    return tuple(
        {
            "id": each.id,
            "name": each.name,
            "login": each.login,
            "role": each.role.label,
            "body_name": each.body_name,
            "opened": format_moment_ja(each.opened_at),
            "ended": format_moment_ja(each.ended_at),
            "reason": each.reason,
            "is_open": each.is_open,
            "acts": each.acts,
            "reads": each.reads,
        }
        for each in glasses
    )
