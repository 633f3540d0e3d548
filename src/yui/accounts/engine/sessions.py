"""How long somebody stays signed in: until nothing happened for a while, and never past a day."""

from __future__ import annotations

from dataclasses import dataclass

IDLE_S = 60 * 60
IDLE_ON_SHARED_S = 15 * 60
ABSOLUTE_S = 12 * 60 * 60
# Not every page is noted: a session is written at most once in this time.
NOTED_EVERY_S = 60


@dataclass(frozen=True, slots=True)
class Stay:
    """This value will hold when a session began and was last used, in seconds since 1970."""

    began_s: int
    seen_s: int
    is_shared: bool = False

    @property
    def idle_s(self) -> int:
        """This property will return after how many seconds without a page it ends."""
        return IDLE_ON_SHARED_S if self.is_shared else IDLE_S

    def left_s(self, now_s: int) -> int:
        """This function will return how many seconds are left; none or fewer when it is over."""
        return min(self.seen_s + self.idle_s, self.began_s + ABSOLUTE_S) - now_s
