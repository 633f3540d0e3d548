"""Named errors of review; each carries one sentence and maps to one status."""

from __future__ import annotations

from django.utils.translation import gettext as _


class ReviewRefused(Exception):
    """This error will carry one Japanese sentence a person can act on."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SubmissionNotFound(ReviewRefused):
    """This error will say that there is no such submission for this viewer."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("この申し出は、見つかりませんでした。"))


class OwnSubmission(ReviewRefused):
    """This error will say that nobody approves what they submitted themselves."""

    def __init__(self) -> None:
        super().__init__(
            _("自分の申し出は、自分では承認できません。同じ組織のほかの職員が承認します。")
        )


class AlreadyMoved(ReviewRefused):
    """This error will say that somebody else was faster."""

    def __init__(self) -> None:
        super().__init__(_("この申し出は、もう決まっています。画面を開きなおしてください。"))


class AlreadySubmitted(ReviewRefused):
    """This error will say that the same thing waits for a decision already."""

    def __init__(self) -> None:
        super().__init__(
            _("もう申し出ていて、審査を待っています。直すときは、先に取り下げてください。")
        )


class SnapshotBroken(ReviewRefused):
    """This error will say that a stored snapshot is not what was submitted."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "申し出の内容が、申し出たときのものと合いません。差し戻して、運用担当に知らせてください。"
            )
        )


class InputRefused(ReviewRefused):
    """This error will name the field that cannot be accepted, and why."""

    status = 422

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
