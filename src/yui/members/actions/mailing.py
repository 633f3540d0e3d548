"""Mail to who applies: the address at which they go on, and the same code to type."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils.translation import gettext as _


def mail_secret(to: str, secret: str, link: str, page: str) -> bool:
    """This function will mail the secret of an application and say whether it left.

    A server that does not take it stops nobody: the page shows the same code.
    """
    if not to:
        return False
    words = _(
        "結（Yui）への申し込みを始めました。\n\n"
        "つづきを書くとき、返事を見るときは、次の住所を開きます。人に見せないでください。\n"
        "%(link)s\n\n"
        "開けないときは、%(page)s に次のコードを打ってください。\n"
        "%(secret)s\n\n"
        "心あたりがなければ、このメールは捨ててください。"
    ) % {"link": link, "page": page, "secret": secret}
    try:
        send_mail(_("結（Yui）への申し込み"), words, None, [to])
    except (SMTPException, OSError):
        return False
    return True
