"""What people send: a file, matched columns. The file streams to disk and never into memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.translation import gettext_lazy as _

from yui.directory.formats import KINDS
from yui.directory.states import Sector
from yui.exchange.actions import MOST_BYTES
from yui.exchange.actions.receiving import import_directory
from yui.exchange.engine.list_kinds import LIST_KINDS
from yui.exchange.engine.matching import DATE_FIELDS, EVENTS, fields_of, suggested_matches
from yui.ui.forms import DayInput, Form

_ANY = [("", _("表の見出しから見分ける"))]


class StreamingUpload(FileUploadHandler):
    """This handler will write an upload to the data directory and stop at the limit.

    `too_large` says that it stopped; what had been written is deleted.
    """

    chunk_size = 256 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.too_large = False
        self._size = 0
        self._path: Path | None = None
        self._file: BinaryIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """This function will open the file the pieces go to."""
        super().new_file(*args, **kwargs)
        self._path = import_directory() / f"{uuid4().hex}.incoming"
        self._file = self._path.open("xb")
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """This function will write one piece; past the limit it reads no further."""
        self._size += len(raw_data)
        if self._size > MOST_BYTES:
            self.too_large = True
            self.discard()
            raise StopUpload(connection_reset=False)
        if self._file is not None:
            self._file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> Any:
        """This function will hand over a file object that names the file on disk."""
        if self._file is None or self._path is None:
            return None
        self._file.close()
        return _Stored(self.file_name or "", self.content_type, self._size, self._path)

    def upload_interrupted(self) -> None:
        """This function will delete what a broken connection left."""
        self.discard()

    def discard(self) -> None:
        """This function will close and delete the file, however far it came."""
        if self._file is not None:
            self._file.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)


class _Stored(TemporaryUploadedFile):
    """A file that was already written where it stays until it is taken over."""

    def __init__(self, name: str, content_type: str | None, size: int, path: Path) -> None:
        from django.core.files.uploadedfile import UploadedFile

        UploadedFile.__init__(self, path.open("rb"), name, content_type, size)
        self.path = path

    def temporary_file_path(self) -> str:
        """This function will return where the file lies."""
        return str(self.path)

    def close(self) -> None:
        """This function will close the file and delete it: it was copied or refused."""
        if self.file is not None:
            self.file.close()
        self.path.unlink(missing_ok=True)


class UploadForm(Form):
    """A list to bring in, and what is known about it."""

    file = forms.FileField(
        label=_("表のファイル"),
        help_text=_("CSVか.xlsx。100MBまで。"),
        error_messages={
            "required": _("ファイルを選んでください。"),
            "empty": _(
                "ファイルが空なので、受け取りませんでした。台帳は変わっていません。"
                "中身のある表を選んでください。"
            ),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    kind = forms.ChoiceField(label=_("一覧の種類"), choices=[*_ANY, *KINDS.items()], required=False)
    title = forms.CharField(
        label=_("一覧の名前"),
        help_text=_("出典として出ます。空けると、表の題かファイルの名前から読みます。"),
        required=False,
        max_length=60,
        error_messages={"max_length": _("一覧の名前は、60字までで書いてください。")},
    )
    period_date = forms.DateField(
        label=_("一覧が表す日"),
        help_text=_(
            "「2025年6月末」の一覧なら 2025年6月30日。"
            "住民のページに「2025年6月末の公表による」と出ます。"
            "空けると、ファイルの名前か表の題から読み、次の画面で確かめます。"
        ),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": _("2025年6月30日のように、ある日を選んでください。")},
    )
    openness = forms.ChoiceField(
        label=_("この一覧は公表されていますか"),
        help_text=_(
            "公表していない一覧は、下書きとして入れます。"
            "まかせると、国や自治体の公開データは公表ずみ、手もとの表は下書きになります。"
        ),
        choices=[
            ("", _("一覧の種類にまかせる")),
            ("open", _("公表ずみです")),
            ("draft", _("公表していません")),
        ],
        required=False,
    )


class ColumnsForm(Form):
    """Which field each column of the sheet is; what the header suggests is chosen already.

    A list of events has other fields than one of services, and no sector to choose.
    """

    sector = forms.ChoiceField(label=_("何の一覧ですか"), choices=Sector.choices)
    list_kind = forms.ChoiceField(
        label=_("どんな手助けや活動の一覧ですか"),
        help_text=_(
            "「暮らしの支え・居場所・活動」のときに選びます。住民は、この種類から見つけます。"
            "いくつかの種類が入った表は、「行ごとにちがう」を選びます。"
        ),
        choices=[("", _("選んでください")), *LIST_KINDS.items()],
        required=False,
    )

    def __init__(
        self, headers: tuple[str, ...], *args: Any, of_events: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headers, self.of_events = headers, of_events
        if of_events:
            del self.fields["sector"], self.fields["list_kind"]
        choices = [("", _("使わない")), *fields_of(EVENTS if of_events else "").items()]
        for index, header in enumerate(headers):
            if header.strip():
                self.fields[f"column-{index}"] = forms.ChoiceField(
                    label=header, choices=choices, required=False
                )

    def clean(self) -> dict[str, Any]:
        """This function will refuse two columns of one field, and a sheet without names."""
        cleaned: dict[str, Any] = super().clean() or {}
        taken: dict[str, str] = {}
        for name, value in list(cleaned.items()):
            if name.startswith("column-") and value:
                if value in taken:
                    self.add_error(name, _("この項目は、ほかの列でも選ばれています。"))
                taken[value] = name
        if cleaned.get("sector") == Sector.DAILY and not cleaned.get("list_kind"):
            self.add_error("list_kind", _("どんな手助けや活動の一覧か、選んでください。"))
        if "name" not in taken:
            self.add_error(None, _("名前がどの列か、選んでください。"))
        if self.of_events and not DATE_FIELDS & taken.keys():
            self.add_error(None, _("「開催日・期間」がどの列か、選んでください。"))
        return cleaned

    def kind_said(self) -> str:
        """This function will return what the list offers; only lists of daily life say it."""
        is_daily = self.cleaned_data["sector"] == Sector.DAILY
        return str(self.cleaned_data["list_kind"]) if is_daily else ""

    def matches(self) -> dict[str, str]:
        """This function will return field → header of what was chosen."""
        return {
            value: self.headers[int(name.removeprefix("column-"))]
            for name, value in self.cleaned_data.items()
            if name.startswith("column-") and value
        }


class AboutForm(Form):
    """What is asked about a list before it comes in, or before its drafts become public."""

    title = forms.CharField(required=False, max_length=60)
    period_date = forms.DateField(
        required=False,
        error_messages={"invalid": _("2025年6月30日のように、ある日を選んでください。")},
    )
    has_no_period = forms.BooleanField(required=False)


def suggested(headers: tuple[str, ...], known: dict[str, str], sector: str) -> dict[str, str]:
    """This function will return the initial choices: what was taught, else what headers say."""
    if known:
        taught = {header: name for name, header in known.items()}
        return {
            f"column-{index}": taught[header]
            for index, header in enumerate(headers)
            if header in taught
        }
    guessed = suggested_matches(headers, sector)
    return {f"column-{index}": name for index, name in guessed.items()}
