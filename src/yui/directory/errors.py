"""Named errors of the directory; each carries one sentence and maps to one status."""

from __future__ import annotations


class DirectoryRefused(Exception):
    """This error will carry one Japanese sentence a person can act on."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ServiceNotFound(DirectoryRefused):
    """This error will say that there is no such service for this viewer."""

    status = 404

    def __init__(self, sentence: str = "この手助けの案内は、見つかりませんでした。") -> None:
        super().__init__(sentence)


class OrganizationNotFound(DirectoryRefused):
    """This error will say that there is no such organization for this viewer."""

    status = 404

    def __init__(self, sentence: str = "この団体の案内は、見つかりませんでした。") -> None:
        super().__init__(sentence)


class PairNotFound(DirectoryRefused):
    """This error will say that there is no such pair for this viewer, or it was decided."""

    status = 404

    def __init__(self, sentence: str = "この組み合わせは、もうありません。") -> None:
        super().__init__(sentence)


class FieldNotFound(DirectoryRefused):
    """This error will say that there is no such field of life (買い物, ごみ出し …)."""

    status = 404

    def __init__(self, sentence: str = "この分野のページは、ありません。") -> None:
        super().__init__(sentence)


class MoveRefused(DirectoryRefused):
    """This error will say that a state cannot follow the present one."""

    status = 409


class NotYours(DirectoryRefused):
    """This error will say that the viewer may not write here; shown as 404."""

    status = 404

    def __init__(self, sentence: str = "この記録を変える権限がありません。") -> None:
        super().__init__(sentence)


class NotReady(DirectoryRefused):
    """This error will say what is missing before a service can be published."""

    status = 409


class ChangeNotFound(DirectoryRefused):
    """This error will say that there is no such change request for this viewer."""

    status = 404

    def __init__(self, sentence: str = "この知らせは、見つかりませんでした。") -> None:
        super().__init__(sentence)


class InquiryNotFound(DirectoryRefused):
    """This error will say that there is no such question for this viewer."""

    status = 404

    def __init__(self, sentence: str = "この問いは、見つかりませんでした。") -> None:
        super().__init__(sentence)


class InquiryRefused(DirectoryRefused):
    """This error will say why a question cannot be answered any more."""

    status = 409


class ChangeRefused(DirectoryRefused):
    """This error will say why a change request cannot be decided like this."""

    status = 409


class CheckRefused(DirectoryRefused):
    """This error will say why an asking cannot be taken back."""

    status = 409


class SlipRefused(DirectoryRefused):
    """This error will say that a slip leads nowhere: wrong, too old, or replaced by a newer one."""

    status = 404

    def __init__(
        self,
        sentence: str = "このコードは使えません。打ちまちがいか、古いはがきです。"
        "はがきにある電話で知らせてください。",
    ) -> None:
        super().__init__(sentence)


class InputRefused(DirectoryRefused):
    """This error will name the field that cannot be accepted, and why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class PersonalNumberRefused(InputRefused):
    """This error will say that a text holds what looks like a 個人番号; Yui keeps none."""


class DraftNotFound(DirectoryRefused):
    """This error will say that there is no such draft for this viewer."""

    status = 404

    def __init__(self, sentence: str = "この下書きは、見つかりませんでした。") -> None:
        super().__init__(sentence)


class DraftMovedOn(DirectoryRefused):
    """This error will say that somebody else saved the draft meanwhile."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "ほかの人が、先にこの下書きを保存しました。"
            "あなたが書いたものは下に残っています。よければ、もう一度保存してください。"
        )


class RecordMovedOn(DirectoryRefused):
    """This error will say that what is public changed since the submission was written."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "のっている内容が、申し出のあとに変わりました。"
            "差し戻して、いまの内容から書きなおしてもらってください。"
        )
