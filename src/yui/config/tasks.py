"""Large jobs of the first start: they go on in the worker, one after the other."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import structlog
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from yui.areas.actions import import_population, load_postal_codes
from yui.areas.errors import AreasRefused
from yui.areas.queries import get_area
from yui.exchange.actions import apply_batch, plan_batch, receive_file
from yui.exchange.errors import ExchangeRefused
from yui.exchange.queries import get_batch
from yui.exchange.states import BatchState
from yui.lib.clock import parse_date
from yui.policy.viewer import operator

NATION = "nation"
_BY = operator("prepare")
_PIECE_BYTES = 1 << 20
_log = structlog.get_logger("yui.prepare")


@task()
def load_postal_codes_later() -> None:
    """This function will load the national list of postcodes; done twice it changes nothing."""
    load_postal_codes(by=_BY, at=timezone.now())


@task()
def import_list_later(path: str, area_code: str, period: str) -> None:
    """This function will import one list; its progress and its plan stand under /exchange/.

    A list that cannot be read, or whose columns a person must match, stays there and waits.
    """
    try:
        batch_id = receive_file(
            by=_BY,
            at=timezone.now(),
            area_path="" if area_code == NATION else get_area(_BY, area_code).path,
            file_name=Path(path).name.removesuffix(".gz"),
            pieces=_pieces(Path(path)),
            period_date=parse_date(period) if period else None,
        )
        plan_batch(by=_BY, at=timezone.now(), batch_id=batch_id)
        if get_batch(_BY, batch_id).state is BatchState.PLANNED:
            apply_batch(by=_BY, at=timezone.now(), batch_id=batch_id)
    except (ExchangeRefused, AreasRefused, OSError) as error:
        _log.warning("list_not_imported", file=Path(path).name, reason=type(error).__name__)


@task()
def import_population_later(path: str, area_code: str, source: str) -> None:
    """This function will take in the population of one municipality by 町字."""
    try:
        area_path = get_area(_BY, area_code).path
        file = Path(path)
        import_population(by=_BY, at=timezone.now(), path=file, source=source, area_path=area_path)
    except (AreasRefused, OSError) as error:
        _log.warning("population_not_imported", file=Path(path).name, reason=type(error).__name__)


def enqueue_once(job: Task[..., None], *arguments: str) -> bool:
    """This function will leave a job to the worker unless it was left there before; true if new."""
    known = DBTaskResult.objects.filter(task_path=job.module_path)
    if any(row.args_kwargs["args"] == list(arguments) for row in known):
        return False
    job.enqueue(*arguments)
    return True


def _pieces(path: Path) -> Iterator[bytes]:
    with _opened(path) as file:
        while piece := file.read(_PIECE_BYTES):
            yield piece


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")
