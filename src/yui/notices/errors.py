"""Named errors of the notices room."""

from __future__ import annotations

from django.utils.translation import gettext as _


class LinkRefused(Exception):
    """This error will say that a link of a mail leads to nobody."""

    def __init__(self) -> None:
        super().__init__(
            _("このアドレスは使えません。メールのアドレスを、もう一度開いてください。")
        )
