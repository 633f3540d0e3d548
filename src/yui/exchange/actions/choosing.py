"""What a person says about a plan before it becomes true, and the jobs that then wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from yui.exchange.actions.editions import list_sources, older_words
from yui.exchange.actions.newness import newer_edition, refuse_idle_older
from yui.exchange.actions.receiving import kept_batch, move, record
from yui.exchange.engine.rules import Rule
from yui.exchange.errors import ExchangeRefused, MoveRefused, PeriodMissing, PlanOutdated
from yui.exchange.models import Batch, StagingRow
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.journal.actions import act
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer

_OTHER_PLAN = "見ていた計画は、もう新しくなっています。いまの計画を見てから、押してください。"
_NOTHING = "取り込める行がありません。下の「取り込めない行」を直すか、元の表を直してください。"
_NO_PERIOD = "一覧が表す日を入れてください。分からないときは「分からない」を選んでください。"
_OTHER_YEAR = (
    "一覧が表す日を変えると、日付の年も変わることがあります。「もう一度読む」を押してください。"
)
_OTHER_EDITION = "一覧が表す日を変えたので、「もう一度読む」を押してください。"
_NO_FILE = "ファイルは、残す日数を過ぎたので消しました。もう一度ファイルを選んでください。"
_FUTURE = "一覧が表す日が、まだ来ていない日です。表の日を確かめてください。"


@dataclass(frozen=True, slots=True)
class Choices:
    """This value will hold what the form of a plan says.

    `vanished`: id of a staged row → what becomes of the record. `period_date` is the day the
    list speaks of, `has_no_period` says that nobody knows it; `title` what people call the list.
    `takes_older`: what only an older edition has is to come in too; None = nothing was said.
    """

    vanished: Mapping[int, VanishedChoice] = field(default_factory=dict)
    period_date: date | None = None
    has_no_period: bool = False
    title: str = ""
    takes_older: bool | None = None


def queue_applying(
    *, by: Viewer, at: datetime, batch_id: UUID, choices: Choices, planned_at: datetime
) -> None:
    """This function will keep the choices of a plan and let it wait to be applied.

    From now on the batch is APPLYING: nobody sees the old plan again, or applies it twice.
    Raises: NotYours, MoveRefused, PlanOutdated, PeriodMissing, ExchangeRefused (a day to come,
    or nothing to take).
    """
    with act(by=by, at=at) as done:
        batch = kept_batch(by, batch_id)
        if batch.state != BatchState.PLANNED:
            raise MoveRefused("計画ができている間だけ、取り込めます。")
        refuse_other_plan(batch, planned_at)
        if not batch.row_count - batch.rejected and not batch.vanished:
            raise ExchangeRefused(_NOTHING)
        refuse_idle_older(batch)
        _refuse_other_year(batch, choices)
        _refuse_other_edition(batch, choices)
        keep_period(batch, choices.period_date, has_none=choices.has_no_period, at=at)
        if choices.title.strip():
            batch.layout["title"] = choices.title.strip()[:60]
        _keep_vanished(batch, choices.vanished)
        move(batch, BatchState.APPLYING)
        batch.problem, batch.working_since = "", at
        fields = ["state", "problem", "period_date", "layout", "working_since"]
        batch.save(update_fields=fields)
        record(done, batch, "queued")


def queue_reading(
    *, by: Viewer, at: datetime, batch_id: UUID, choices: Choices | None = None
) -> None:
    """This function will let a batch wait to be read again: what was planned counts no more.

    What was said about the list meanwhile is kept: dates without a year are read by its day.
    Raises: NotYours, MoveRefused, ExchangeRefused (a day to come).
    """
    with act(by=by, at=at):
        batch = kept_batch(by, batch_id)
        if choices is not None:
            _keep_said_period(batch, choices, at)
            if choices.takes_older is not None:
                batch.layout["takes_older"] = choices.takes_older
        move(batch, BatchState.PLANNING)
        if batch.tidied_at is not None:
            raise MoveRefused(_NO_FILE)
        batch.rows_done, batch.problem, batch.working_since = 0, "", at
        fields = ["state", "rows_done", "problem", "period_date", "layout", "working_since"]
        batch.save(update_fields=fields)


def choose_for_vanished(
    *,
    by: Viewer,
    at: datetime,
    batch_id: UUID,
    choices: Mapping[int, VanishedChoice],
    planned_at: datetime | None = None,
) -> None:
    """This function will note what becomes of records the file does not have.

    Only while the plan waits; with `planned_at`, only for the plan made then.
    Raises: NotYours, MoveRefused, PlanOutdated.
    """
    with act(by=by, at=at):
        batch = kept_batch(by, batch_id)
        if batch.state != BatchState.PLANNED:
            raise MoveRefused("計画ができている間だけ、選べます。")
        refuse_other_plan(batch, planned_at)
        _keep_vanished(batch, choices)


def refuse_other_plan(batch: Batch, planned_at: datetime | None) -> None:
    """This function will refuse to act on a plan nobody has seen. Raises: PlanOutdated."""
    if planned_at is not None and planned_at != batch.planned_at:
        raise PlanOutdated(_OTHER_PLAN)


def keep_period(batch: Batch, day: date | None, *, has_none: bool, at: datetime) -> None:
    """This function will put the day a list speaks of on its batch, unsaved.

    A public list needs a day, or the word that nobody knows it: readers are told 「2026年5月末の
    公表による」.
    Raises: PeriodMissing, ExchangeRefused for a day to come.
    """
    if day is not None and day > date_in_jst(at):
        raise ExchangeRefused(_FUTURE)
    if day is None and not has_none and batch.is_official:
        raise PeriodMissing(_NO_PERIOD)
    batch.period_date = None if has_none else day
    batch.layout["has_no_period"] = has_none


def _keep_said_period(batch: Batch, choices: Choices, at: datetime) -> None:
    day = choices.period_date
    if day is not None and day > date_in_jst(at):
        raise ExchangeRefused(_FUTURE)
    batch.period_date = None if choices.has_no_period else day
    batch.layout["has_no_period"] = choices.has_no_period


def _refuse_other_year(batch: Batch, choices: Choices) -> None:
    """Years that were read by another day are not the years of this one."""
    day = None if choices.has_no_period else choices.period_date
    if day != batch.period_date and Rule.YEAR_FROM_PERIOD.value in batch.repair_counts:
        raise ExchangeRefused(_OTHER_YEAR)


def _refuse_other_edition(batch: Batch, choices: Choices) -> None:
    """A list that becomes the older one by its new day, or no longer is it, has another plan."""
    day = None if choices.has_no_period else choices.period_date
    if day == batch.period_date:
        return
    newer = newer_edition(batch, day, list_sources(batch))
    if newer is not None or batch.layout.get("newer"):
        words = older_words(newer.isoformat()) if newer else ""
        raise ExchangeRefused(words + _OTHER_EDITION)


def _keep_vanished(batch: Batch, choices: Mapping[int, VanishedChoice]) -> None:
    for choice in VanishedChoice:
        ids = [row_id for row_id, chosen in choices.items() if chosen == choice]
        rows = StagingRow.objects.filter(batch=batch, outcome=Outcome.VANISHED, id__in=ids)
        rows.update(choice=choice)
