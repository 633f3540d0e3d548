"""Who sees what a list brings: as it comes in, while the town has not opened, and where."""

from __future__ import annotations

from dataclasses import dataclass

from yui.areas.queries import AreaInfo, area_by_path
from yui.areas.states import Opening, Tier
from yui.exchange.pages.words import words_of
from yui.exchange.queries import BatchInfo, first_public
from yui.exchange.states import BatchState
from yui.ui.pages.parts import Link

_TOWNS = (Tier.MUNICIPALITY, Tier.WARD)
# A higher room's page: its address is written by hand.
_TO_OPENING = Link("はじめかたを開く", "/desk/start/")
_NOT_OPEN = {
    Opening.NOT_YET: "まだ始まっていません",
    Opening.PREPARING: "準備中です",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """This value will say who sees the records of a list now; `links` lead to residents' pages.

    `opening` leads to where the town says how far it has come, None where there is nothing to do.
    """

    words: str
    opening: Link | None
    links: tuple[Link, ...]


def seen_of(plan: BatchInfo) -> Seen:
    """This function will say who sees, or would see, what a batch brings."""
    area = area_by_path(plan.area_path)
    is_applied = plan.state is BatchState.APPLIED
    if not plan.is_official:
        return Seen("" if is_applied else _as_drafts(), None, ())
    opening = area.opening if area.tier in _TOWNS else Opening.OPEN
    seen = "いま、住民に見えます。" if is_applied else words_of(plan).seen
    links = _links(plan, area) if is_applied else ()
    if opening is Opening.OPEN:
        return Seen(seen, None, links)
    return Seen(seen + _while_closed(area, opening), _TO_OPENING, links)


def _as_drafts() -> str:
    return "下書きとして入ります。取り込んだあとの画面で、まとめて公開できます。"


def _while_closed(area: AreaInfo, opening: Opening) -> str:
    """The records are public, only the town's page says that the town has not begun."""
    return (
        f"ただし、{area.name}の入口のページには「{_NOT_OPEN[opening]}」と出ます。"
        "見せてよくなったら、「はじめかた」から公開を申し出てください。"
    )


def _links(plan: BatchInfo, area: AreaInfo) -> tuple[Link, ...]:
    """The town's pages belong to a higher room: their addresses are built by hand."""
    found = []
    if area.tier in _TOWNS:
        home = f"/{area.jis}/"
        found = [Link(f"{area.name}の入口", home), Link("さがす", f"{home}search/")]
    if plan.target == "event":
        found.append(Link("催し", f"/events/?area={area.jis}"))
    return (*found, *(Link(name, address) for name, address in first_public(plan.source_id)))
