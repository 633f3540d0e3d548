"""Sending a letter by mail: a link and, for who cannot open it, the same typed code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import send_mail
from django.utils.translation import gettext as _

from yui.accounts.actions.letters import IssuedLetter, issue_invitation
from yui.accounts.errors import AccountRefused
from yui.policy.viewer import Viewer


def mail_invitation(
    *, by: Viewer, at: datetime, invitation_id: UUID, link_of: Callable[[str], str], page: str
) -> str:
    """This function will mail an invitation and return the address it went to.

    `link_of` makes the address of a token, `page` is where the code is typed.
    Raises: NotManaged; AccountRefused, also when the mail server does not take it.
    """
    issued = issue_invitation(by=by, at=at, invitation_id=invitation_id, with_link=True)
    try:
        send_mail(_("結（Yui）への招待"), _words(issued, link_of, page), None, [issued.email])
    except (SMTPException, OSError) as error:
        raise AccountRefused(
            _("メールを送れませんでした。手紙を印刷してわたしてください。")
        ) from error
    return issued.email


def _words(issued: IssuedLetter, link_of: Callable[[str], str], page: str) -> str:
    return _(
        "%(name)s 様\n\n%(body)s の「%(role)s」として招待します。\n"
        "次の住所を開いて、入るときの名前とパスワードを決めてください（72時間、1回だけ使えます）。\n"
        "%(link)s\n\n"
        "開けないときは、%(page)s に次のコードを打ってください（14日間）。\n"
        "%(code)s\n\n"
        "心あたりがなければ、このメールは捨ててください。"
    ) % {
        "name": issued.name,
        "body": issued.body_name,
        "role": issued.role_label,
        "link": link_of(issued.token),
        "page": page,
        "code": issued.code,
    }
