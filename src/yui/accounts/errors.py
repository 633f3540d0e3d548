"""Named errors of the accounts room; each carries one Japanese sentence."""

from django.utils.translation import gettext as _


class AccountRefused(Exception):
    """This error will say why a person, body or membership was not made."""


class NotManaged(Exception):
    """This error will say that there is nothing here for this viewer to manage（404）."""

    def __str__(self) -> str:
        return _("この利用者は見つかりません。")


class ApprovalRefused(Exception):
    """This error will say why an approval was not asked for or not given."""


class LetterRefused(Exception):
    """This error will say that a code or link leads nowhere; never why, so that nobody probes."""

    def __str__(self) -> str:
        return _(
            "このコードでは入れません。書きまちがいがないか、期限が切れていないかを確かめてください。"
            "わからないときは、コードをくれた人に電話してください。"
        )


class ProviderRefused(Exception):
    """This error will name, for the log, why a sign-in from elsewhere is refused; people read
    one sentence whatever it is."""


class ProviderDown(Exception):
    """This error will name, for the log, why a provider of sign-in gave no answer one can use."""
