"""The sheet a care manager puts together: picked services with a word on each, for one meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from yui.booklets.errors import NothingToPrint
from yui.booklets.queries.cards import entry_of, narrower
from yui.booklets.queries.sheets import list_address, sheet_of, towns_of
from yui.booklets.queries.values import NOTE, START, Entry, ListSheet
from yui.directory.queries import ServiceCard, cards_for, service_ids_of
from yui.directory.states import Scope
from yui.policy.decide import contains
from yui.policy.viewer import ANONYMOUS, Viewer

MOST_PICKED = 12
_STAFF_TAB = "職員用"
_NOTHING = "この紙にのせられるものが、ありません。えらび直してください。"


def picked_cards(
    viewer: Viewer, codes: Sequence[str], *, audience: Scope, at: datetime
) -> tuple[ServiceCard, ...]:
    """This function will return the cards of picked services that may stand on such a sheet.

    Each holds only what both the viewer may read and the audience was agreed to: 紙 for the
    person and the family, SC・包括・ケアマネ for the meeting. What nobody confirmed for too long
    says so: who picked it for one meeting phones first.
    """
    ids = service_ids_of(viewer, codes, at=at)
    own = {card.id: card for card in cards_for(viewer, ids, at=at)}
    cut = cards_for(viewer, ids, at=at, audience=audience)
    return tuple(_joined(card, own[card.id]) for card in cut if card.id in own)


def picked_sheet(
    viewer: Viewer,
    notes: Mapping[str, str],
    *,
    heading: str,
    audience: Scope,
    at: datetime,
) -> ListSheet:
    """This function will return the sheet; `notes` are words by short code, in the order wanted.

    The QR code opens what of it residents see.
    Raises: NothingToPrint.
    """
    cards = picked_cards(viewer, tuple(notes), audience=audience, at=at)
    if not cards:
        raise NothingToPrint(_NOTHING)
    towns = towns_of(cards)
    area = towns[0] if len(towns) == 1 else None
    is_for_staff = audience is not Scope.PAPER
    open_codes = _open_codes(cards, at)
    home = f"/{area.jis}/" if area else "/"
    sheet = sheet_of(
        title=heading or "手助けと集まりの候補",
        place=area.name if area else "",
        tab=_STAFF_TAB if is_for_staff else "",
        area=area,
        main_path=_main_path(viewer, area.path) if area else "",
        address=list_address(open_codes) if open_codes else home,
        opens="この一覧" if open_codes else "まちのページ",
        at=at,
    )
    if is_for_staff:
        sheet = replace(sheet, place="　".join(filter(None, (sheet.place, _STAFF_TAB))))
    return ListSheet(
        sheet=replace(sheet, is_sample=any(town.is_sample for town in towns)),
        entries=tuple(_entry(card, notes.get(card.short_code, "")) for card in cards),
        order="えらんだ順に並べています。",
        # The page said before what does not go on this paper.
        found=len(cards),
        asked=len(cards),
        not_for_paper=0,
    )


def _joined(cut: ServiceCard, own: ServiceCard) -> ServiceCard:
    """The same number bears no mark of the desk on paper."""
    is_same = cut.phone and own.phone and cut.phone.href == own.phone.href
    return narrower(cut, replace(own, phone=cut.phone) if is_same else own)


def _open_codes(cards: Sequence[ServiceCard], at: datetime) -> tuple[str, ...]:
    ids = [card.id for card in cards]
    return tuple(card.short_code for card in cards_for(ANONYMOUS, ids, at=at))


def _main_path(viewer: Viewer, town_path: str) -> str:
    """Who works in one 圏域 of the town names its 包括."""
    own = viewer.area_path or ""
    return own if contains(town_path, own) else town_path


def _entry(card: ServiceCard, note: str) -> Entry:
    """Who is closed for now is not asked to begin."""
    entry = entry_of(card)
    start = "" if entry.is_paused else card.how_to_start
    more = tuple((label, words) for label, words in ((START, start), (NOTE, note)) if words)
    return replace(entry, facts=(*entry.facts, *more))
