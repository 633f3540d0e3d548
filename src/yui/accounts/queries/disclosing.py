"""Everything that is held about a person who signs in, for whoever asks for it（開示請求）.

What they did stands in the journal, by number: drafts, submissions and approvals among it. Other
people's names are left out: whom they invited, who decided about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import BreakGlass, Membership, User
from yui.accounts.queries.held import invitations_to, roles_held
from yui.accounts.queries.offices import managed_office
from yui.accounts.queries.people import is_within
from yui.journal.queries import Read, entries_by, reads_by, reveal
from yui.journal.states import Purpose
from yui.lib.clock import to_jst
from yui.lib.takeout import HeldTable, packed
from yui.policy.viewer import Viewer

_SINCE = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
_FIELDS = ("accounts.user.login", "accounts.user.display_name", "accounts.user.email")


@dataclass(frozen=True, slots=True)
class HeldByUs:
    """This value will hold all that is held about one person who signs in."""

    user_id: int
    tables: tuple[HeldTable, ...]

    def packed(self, *, at: datetime) -> bytes:
        """This function will return it as a zip to take away."""
        about = {_("だれの"): _("利用者 番号 %s") % self.user_id, _("作った日時"): _moment(at)}
        return packed(self.tables, about=about)


def held_by_office(by: Viewer, membership_id: int, *, at: datetime) -> HeldByUs:
    """This function will return what is held about a person, to the account manager of a role.

    Reading it is noted. Raises: NotManaged; AccountRefused for somebody who has a role of another
    office, or manages accounts: the operator gives it out then.
    """
    row = Membership.objects.select_related("area").filter(id=membership_id).first()
    if row is None:
        raise NotManaged
    managed_office(by, row.body_id)
    if row.user_id != by.user_id and not is_within(by, row, at=at):
        raise AccountRefused(
            _("ほかの組織の立場も持つ人や、利用者管理者の分は、運用担当に頼んでください。")
        )
    path = row.area.path if row.area else by.area_path or ""
    reveal(Read(Purpose.EXPORT, "accounts.user", str(row.user_id), path, _FIELDS))
    return held_of_user(row.user_id, at=at)


def held_of_user(user_id: int, *, at: datetime) -> HeldByUs:
    """This function will return everything that is held about a person; for the operator.

    Raises: NotManaged when there is no such person.
    """
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotManaged
    makers = (_self, _roles, _invitations, _emergencies, _steps, _sessions, _entries)
    return HeldByUs(user_id, (*(make(user) for make in makers), _reads(user, at)))


def _self(user: User) -> HeldTable:
    rows = (
        (_("番号"), str(user.id)),
        (_("入るときの名前"), user.login),
        (_("名前"), user.display_name),
        (_("メール"), user.email),
        (_("作った日時"), _moment(user.created_at)),
        (_("さいごに入った日時"), _moment(user.last_login)),
        (_("使えるか"), _("はい") if user.is_active else _("いいえ")),
        (_("パスワード"), _("確かめるための値だけがあります（元には戻せません）")),
    )
    return HeldTable(_("利用者"), (_("項目"), _("内容")), rows)


def _roles(user: User) -> HeldTable:
    rows = tuple(
        (str(each.role.label), each.body_name, each.area_name, _day(each.until))
        for each in roles_held(user.id)
    )
    return HeldTable(_("立場"), (_("立場"), _("組織"), _("地域"), _("期限")), rows)


def _invitations(user: User) -> HeldTable:
    rows = invitations_to(user).select_related("body").order_by("invited_at", "id")
    told = tuple(
        (row.name, row.email, row.body.name, _moment(row.invited_at), _moment(row.accepted_at))
        for row in rows
    )
    columns = (_("名前"), _("メール"), _("組織"), _("招待した日時"), _("受けた日時"))
    return HeldTable(_("招待"), columns, told)


def _emergencies(user: User) -> HeldTable:
    rows = BreakGlass.objects.filter(membership__user=user).select_related("membership__body")
    told = tuple(
        (row.membership.body.name, row.reason, _moment(row.opened_at), _moment(row.ends_at))
        for row in rows.order_by("opened_at")
    )
    return HeldTable(_("非常時の立場"), (_("組織"), _("わけ"), _("開いた日時"), _("終わり")), told)


def _steps(user: User) -> HeldTable:
    rows = Authenticator.objects.filter(user=user).order_by("created_at", "id")
    told = tuple((row.type, _moment(row.created_at), _moment(row.last_used_at)) for row in rows)
    return HeldTable(_("2段階の確認"), (_("種類"), _("入れた日時"), _("さいご")), told)


def _sessions(user: User) -> HeldTable:
    rows = UserSession.objects.filter(user=user).order_by("created_at", "id")
    told = tuple((row.user_agent, _moment(row.created_at)) for row in rows)
    return HeldTable(_("入っているところ"), (_("ブラウザ"), _("入った日時")), told)


def _entries(user: User) -> HeldTable:
    told = tuple(
        (_moment(each.at), each.verb, each.object_type, each.object_id, each.area_path)
        for each in entries_by(str(user.id))
    )
    columns = (_("日時"), _("したこと"), _("もの"), _("もの番号"), _("地域"))
    return HeldTable(_("したこと"), columns, told)


def _reads(user: User, at: datetime) -> HeldTable:
    told = tuple(
        (
            each.object_type,
            each.object_id,
            " ".join(each.fields),
            str(each.purpose.label),
            str(each.times),
            _moment(each.first_at),
            _moment(each.last_at),
        )
        for each in reads_by(str(user.id), since=_SINCE, until=at)
    )
    columns = (_("もの"), _("もの番号"), _("項目"), _("方法"), _("回数"), _("はじめ"), _("さいご"))
    return HeldTable(_("読んだ個人の情報"), columns, told)


def _moment(at: datetime | None) -> str:
    return f"{to_jst(at):%Y-%m-%d %H:%M:%S}" if at else ""


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
