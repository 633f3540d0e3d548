"""What a kind of records must know to be brought in by a batch, and nothing more.

The pipeline (planning, applying, undoing, publishing) knows batches, states, locks and the
journal; a target knows its records.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yui.directory.models import Source
from yui.exchange.actions.staging import RowPlan
from yui.exchange.models import Batch
from yui.policy.viewer import Viewer

OUTDATED = "計画のあとで、台帳の{count}件が変わりました。計画を作り直してください。"
NOT_KEPT = "変えられない記録が、計画に入っています。計画を作り直してください。"


@dataclass(slots=True)
class Work(ABC):
    """This object will make one plan true; everything costly is prepared without a lock."""

    by: Viewer
    batch: Batch
    at: datetime

    @abstractmethod
    def prepare(self) -> None:
        """This function will prepare what is written. Raises: PlanOutdated."""

    @abstractmethod
    def refuse_outdated(self) -> None:
        """This function will compare the plan with the records, under the lock of the list.

        Raises: PlanOutdated.
        """

    @property
    @abstractmethod
    def is_needed(self) -> bool:
        """This property will say whether anything is written at all."""

    @abstractmethod
    def write(self, source: Source) -> None:
        """This function will write what was prepared, as records of an edition."""

    @abstractmethod
    def drop(self) -> None:
        """This function will let go of what was prepared, whatever came of it."""


class Target(ABC):
    """This object will bring rows to one kind of records."""

    # Verbs of the one journal entry, where no lower room leaves its own.
    imported: str = ""
    import_undone: str = ""

    @abstractmethod
    def plan(self, by: Viewer, batch: Batch, sources: list[int]) -> RowPlan:
        """This function will return the plan that compares rows. Raises: FileRefused."""

    @abstractmethod
    def count(self, sources: Sequence[int]) -> int:
        """This function will count the records of a list's editions."""

    @abstractmethod
    def work(self, by: Viewer, batch: Batch, at: datetime) -> Work:
        """This function will return what makes a plan true."""

    @abstractmethod
    def touched(self, batch: Batch) -> list[str]:
        """This function will name the records somebody changed since the batch was applied."""

    @abstractmethod
    def undo(self, by: Viewer, batch: Batch, at: datetime) -> None:
        """This function will restore what stood before. Raises: IntegrityError when in use."""

    def uses(self, source_id: int) -> bool:
        """This function will say whether any record still comes from an edition."""
        return False

    def is_open(self, sources: Sequence[int]) -> bool:
        """This function will say whether records of a list are public."""
        return False

    def publish(self, by: Viewer, batch: Batch, made: Batch) -> int:
        """This function will publish the drafts of `batch` as the edition `made`; how many."""
        return 0
