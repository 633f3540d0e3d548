"""Named errors of the members room; each carries one sentence and maps to one status."""

from __future__ import annotations

from django.utils.translation import gettext as _


class MembersRefused(Exception):
    """This error will carry one Japanese sentence a person can act on."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ApplicationNotFound(MembersRefused):
    """This error will say that there is no such application for whoever asks."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("この申し込みは、見つかりませんでした。書きまちがいか、期限が切れています。")
        )


class MemberNotFound(MembersRefused):
    """This error will say that there is no such member for this viewer."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("この団体の案内は、見つかりませんでした。"))


class CodeRefused(MembersRefused):
    """This error will say that a code leads nowhere; never why, so that nobody probes."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            _(
                "このコードは使えません。書きまちがいがないか、手紙にある日を過ぎていないかを見てください。"
            )
        )


class MoveRefused(MembersRefused):
    """This error will say that an application cannot go on in this way now."""


class InputRefused(MembersRefused):
    """This error will name the field that cannot be accepted, and why."""

    status = 422

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
