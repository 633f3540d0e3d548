"""What freshness is worked out from, however a record was read."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol


class Confirmable(Protocol):
    """This protocol will name what freshness is worked out from, however the record was read."""

    @property
    def sector(self) -> str:
        """This property will give the code of the sector."""

    @property
    def area_path(self) -> str:
        """This property will give the path of the area in whose list the record stands."""

    @property
    def area_name(self) -> str:
        """This property will give the name of that area."""

    @property
    def confirmed_date(self) -> date | None:
        """This property will give the day of the last confirmation."""

    @property
    def confirmed_how(self) -> str:
        """This property will give the code of how it was confirmed."""

    @property
    def confirmed_by(self) -> str:
        """This property will name the office that asked."""

    @property
    def is_official(self) -> bool | None:
        """This property will say whether the list it came from is an official one."""

    @property
    def publisher(self) -> str | None:
        """This property will name who published the list."""

    @property
    def period_date(self) -> date | None:
        """This property will give the day the list speaks of."""

    @property
    def edition_months(self) -> int | None:
        """This property will give the months between two editions."""


class Confirmed(NamedTuple):
    """This value will hold what freshness is worked out from, of a record read by the ORM."""

    sector: str
    area_path: str
    area_name: str
    confirmed_date: date | None
    confirmed_how: str
    confirmed_by: str
    is_official: bool | None
    publisher: str | None
    period_date: date | None
    edition_months: int | None
