"""A file arrives: it is written to the data directory while it streams in, and becomes a batch."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from yui.areas.models import Area
from yui.directory.formats import KINDS
from yui.exchange.engine.naming import list_name_of, period_of
from yui.exchange.errors import FileRefused, FileTooLarge, MoveRefused, NotYours
from yui.exchange.models import Batch
from yui.exchange.rules import may_handle, may_import
from yui.exchange.states import MOVES, BatchState
from yui.journal.actions import Act, act
from yui.policy.viewer import Viewer

# A national list is 30 MB as text; a spreadsheet of a municipality has one or two.
MOST_BYTES = 100 * 1024 * 1024
_TOO_LARGE = "ファイルが大きすぎます。100MBまでに分けてください。"


def import_directory() -> Path:
    """This function will return the folder where files wait; outside everything that is served."""
    folder = Path(settings.YUI.data) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def path_of(batch: Batch) -> Path:
    """This function will return where the file of a batch lies."""
    return import_directory() / batch.stored_name


def receive_file(
    *,
    by: Viewer,
    at: datetime,
    area_path: str,
    file_name: str,
    pieces: Iterable[bytes],
    kind: str = "",
    list_name: str = "",
    period_date: date | None = None,
    is_official: bool | None = None,
    title: str = "",
    takes_older: bool = False,
    then: Callable[[UUID], object] | None = None,
) -> UUID:
    """This function will store a file under a random name and make its batch.

    `kind` "" = recognise by the headers. `is_official` None = as the kind says, or as the list
    stands already. `title` is what people call the list, "" = as the sheet or the file says.
    `takes_older`: records that only an older edition has are to come in.
    `then` is called with the batch in the same transaction: its job is kept with it, or neither.
    Raises: NotYours, FileRefused, FileTooLarge (then nothing of the file stays).
    """
    if not may_import(by, area_path=area_path):
        raise NotYours("この地域には取り込めません。")
    if kind and kind not in KINDS:
        raise FileRefused(f"種類「{kind[:40]}」はありません。使える種類: {'、'.join(KINDS)}")
    area = Area.objects.filter(path=area_path).first()
    if area is None:
        raise FileRefused("この地域は、登録されていません。")
    name = _shown_name(file_name)
    stored_name = f"{uuid4().hex}.upload"
    digest, size = _store(import_directory() / stored_name, pieces)
    with _gone_when_refused(import_directory() / stored_name), act(by=by, at=at) as done:
        batch = Batch.objects.create(
            area=area,
            asked_kind=kind,
            list_name=(list_name or list_name_of(name))[:120],
            file_name=name,
            stored_name=stored_name,
            sha256=digest,
            size_bytes=size,
            period_date=period_date or period_of(name),
            is_official=bool(is_official),
            layout={
                "is_official": is_official,
                "asked_title": title.strip()[:60],
                "takes_older": takes_older,
            },
            membership_id=by.membership_id,
            body_id=by.body_id,
            process=by.process[:64],
            created_at=at,
            working_since=at,
        )
        record(done, batch, "received")
        if then is not None:
            then(batch.id)
    return batch.id


def cancel_batch(*, by: Viewer, at: datetime, batch_id: UUID) -> None:
    """This function will give a batch up; its file and its staged rows are deleted.

    Raises: NotYours, MoveRefused.
    """
    with act(by=by, at=at) as done:
        batch = kept_batch(by, batch_id)
        move(batch, BatchState.CANCELLED)
        batch.rows.all().delete()
        batch.problem = ""
        batch.save()
        record(done, batch, "cancelled")
    path_of(batch).unlink(missing_ok=True)


def kept_batch(by: Viewer, batch_id: UUID) -> Batch:
    """This function will lock and return a batch the viewer may work on. Raises: NotYours."""
    rows = Batch.objects.select_for_update(of=("self",)).select_related("area")
    batch = rows.filter(id=batch_id).first()
    if batch is None or not may_handle(by, area_path=batch.area.path, body_id=batch.body_id):
        raise NotYours("この取り込みは見つかりません。")
    return batch


def kept_batch_of_locked_list(by: Viewer, batch_id: UUID) -> Batch:
    """This function will lock the area's lists, then the batch, and return the batch.

    Applying and undoing take this lock first, always in this order: two of them never look at
    one list at the same moment, and never wait for each other in a circle. Writers of single
    records of the area do not wait. Raises: NotYours.
    """
    of_batch = Batch.objects.filter(id=batch_id).values("area_id")
    Area.objects.select_for_update(no_key=True).filter(id__in=of_batch).first()
    return kept_batch(by, batch_id)


def move(batch: Batch, to: BatchState) -> None:
    """This function will move a batch to a state, unsaved. Raises: MoveRefused."""
    state = BatchState(batch.state)
    if to not in MOVES[state]:
        raise MoveRefused(f"いまは「{state.label}」なので、この操作はできません。")
    batch.state = to


def record(done: Act, batch: Batch, verb: str) -> None:
    """This function will note in the journal what happened to a batch."""
    done.record(
        f"exchange.batch.{verb}",
        object_type="exchange.batch",
        object_id=batch.id,
        area_path=batch.area.path,
        batch_id=str(batch.id),
    )


@contextmanager
def _gone_when_refused(path: Path) -> Iterator[None]:
    """A file without its batch would lie there with nobody to throw it away."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _store(path: Path, pieces: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with _gone_when_refused(path), path.open("xb") as file:
        for piece in pieces:
            size += len(piece)
            if size > MOST_BYTES:
                raise FileTooLarge(_TOO_LARGE)
            digest.update(piece)
            file.write(piece)
        if not size:
            raise FileRefused("ファイルが空です。")
    return digest.hexdigest(), size


def _shown_name(file_name: str) -> str:
    """The last part of the name, without anything unprintable: it is shown, never opened."""
    last = unicodedata.normalize("NFC", file_name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200] or "表"
