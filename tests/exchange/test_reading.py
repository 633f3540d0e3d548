"""A reading that was cancelled or overtaken writes nothing more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from tests.exchange.builders import BY, OFFICER, as_csv, care_row, receive
from yui.exchange.actions import cancel_batch, plan_batch
from yui.exchange.actions.comparing import Plan
from yui.exchange.errors import MoveRefused
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries import get_batch
from yui.exchange.states import BatchState

pytestmark = pytest.mark.usefixtures("country")

Once = Callable[[str, Callable[[], None]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Once:
    """Something happens once, just before a stage of the reading ends."""

    def arrange(stage: str, happens: Callable[[], None]) -> None:
        waiting = [happens]
        original = getattr(Plan, stage)

        def staged(self: Plan, *given: object) -> object:
            found = original(self, *given)
            if waiting:
                waiting.pop()()
            return found

        monkeypatch.setattr(Plan, stage, staged)

    return arrange


@pytest.mark.parametrize("stage", ["_read_keys", "stage", "summarise"])
def test_cancel_during_reading_stays_cancelled(stage: str, at: datetime, meanwhile: Once) -> None:
    batch_id = receive(as_csv([care_row(1)]), at)
    meanwhile(stage, lambda: cancel_batch(by=OFFICER, at=at, batch_id=batch_id))
    with pytest.raises(MoveRefused, match="途中でやめました"):
        plan_batch(by=BY, at=at, batch_id=batch_id)

    assert get_batch(BY, batch_id).state is BatchState.CANCELLED
    assert get_batch(BY, batch_id).added == 0
    assert not StagingRow.objects.exists()


@pytest.mark.parametrize("stage", ["_read_keys", "summarise"])
def test_second_reading_overtakes_the_first(stage: str, at: datetime, meanwhile: Once) -> None:
    batch_id = receive(as_csv([care_row(1), care_row(2)]), at)
    meanwhile(stage, lambda: plan_batch(by=OFFICER, at=at, batch_id=batch_id))
    with pytest.raises(MoveRefused):
        plan_batch(by=BY, at=at, batch_id=batch_id)

    plan = get_batch(BY, batch_id)
    assert (plan.state, plan.added) == (BatchState.PLANNED, 2)
    assert StagingRow.objects.count() == 2


def test_reading_that_breaks_says_so(at: datetime, meanwhile: Once) -> None:
    batch_id = receive(as_csv([care_row(1)]), at)
    meanwhile("summarise", _breaks)
    with pytest.raises(RuntimeError):
        plan_batch(by=BY, at=at, batch_id=batch_id)

    assert _state(batch_id) == BatchState.REFUSED
    assert get_batch(BY, batch_id).problem.startswith("思わぬことが起きて")
    plan_batch(by=BY, at=at, batch_id=batch_id)
    assert _state(batch_id) == BatchState.PLANNED


def _breaks() -> None:
    raise RuntimeError("disk full")


def _state(batch_id: UUID) -> str:
    return Batch.objects.get(id=batch_id).state
