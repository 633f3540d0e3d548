"""The sheets: a list of a search, a chosen list, one service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from yui.areas.queries import AreaInfo, areas_by_path
from yui.areas.rules import office_name
from yui.areas.states import Opening
from yui.booklets.errors import HasEnded, NothingAsked, NothingToPrint
from yui.booklets.queries.cards import OUT_OF_PRINT, entry_of, in_plain_words, paper_cards
from yui.booklets.queries.values import Entry, ListSheet, MainNumber, ServiceSheet, Sheet
from yui.directory.errors import ServiceNotFound
from yui.directory.queries import (
    ServiceCard,
    ServicePage,
    get_service,
    service_ids_of,
    short_code_from,
    window_of,
)
from yui.lib.clock import date_in_jst
from yui.policy.decide import municipality_of
from yui.policy.viewer import ANONYMOUS
from yui.search.formats.address import (
    Conditions,
    heading_of,
    order_sentence,
    origin_of,
    path_of,
    question_of,
    sphere_of,
    word_of,
)
from yui.search.queries import found_ids, index_folder

MOST_ENTRIES = 300
MOST_CHOSEN = 20
# The index answers at most 200 at a time.
_PORTION = 150
_NATION = "00"
_LONGEST_TAB = 8
_NARROWING = ("kind", "purpose", "day", "time", "fee", "sector")
_TABS = ("trouble", "wish", "field", "need", "kind")
_ASK_OFFICE = "お住まいの市区町村の役所・役場に電話して「地域包括支援センターへ」と伝えてください"


def list_of_search(area: AreaInfo | None, conditions: Conditions, *, at: datetime) -> ListSheet:
    """This function will return the list of a search for paper, `area` None being the nation.

    At most 300 services are looked at, in the neutral order of the search.
    Raises: NothingAsked, NothingToPrint.
    """
    if area is None and not conditions.pairs():
        raise NothingAsked("まちか、さがす条件をえらんでから印刷してください。", "/")
    origin = origin_of(area, conditions.near, on=date_in_jst(at))
    question = question_of(conditions, area, origin, size=_PORTION)
    ids: list[UUID] = []
    found = 0
    for page in range(1, MOST_ENTRIES // _PORTION + 1):
        part = found_ids(ANONYMOUS, replace(question, page=page), folder=index_folder())
        found = part.total
        ids += part.ids
        if len(part.ids) < _PORTION:
            break
    address = _search_address(area, conditions)
    if not ids:
        raise NothingToPrint("この条件では、まだありません。条件を変えてください。", address)
    entries = _entries(paper_cards(ids, at=at), address)
    sphere = sphere_of(conditions, area)
    place = " ".join(each.name for each in (*_town_and(area), sphere) if each is not None)
    sheet = sheet_of(
        # Paper says 「の近く」 only where nearness was measured.
        title=_title(conditions if origin else replace(conditions, near=""), area),
        place=place or "全国",
        tab=_tab(conditions),
        area=area,
        main_path=path_of(conditions, area),
        address=address,
        opens="この一覧",
        at=at,
    )
    return ListSheet(
        sheet=sheet,
        entries=entries,
        order=order_sentence(question),
        found=found,
        asked=len(ids),
        not_for_paper=len(ids) - len(entries),
    )


def list_of_codes(codes: Sequence[str], *, at: datetime) -> ListSheet:
    """This function will return えらんだリスト for paper, in the order in which it was chosen.

    Raises: NothingToPrint when no code leads anywhere, HasEnded when all have ended.
    """
    wanted = tuple(dict.fromkeys(code for code in map(short_code_from, codes) if code))
    if not wanted:
        raise NothingToPrint("この番号の手助けは、ありません。番号をたしかめてください。")
    if len(wanted) > MOST_CHOSEN:
        raise NothingAsked(f"一度に印刷できるのは、{MOST_CHOSEN}件までです。", list_address(()))
    ids = service_ids_of(ANONYMOUS, wanted, at=at)
    if not ids:
        _say_why_nothing(wanted, at)
    address = list_address(wanted)
    cards = paper_cards(ids, at=at)
    entries = _entries(cards, address)
    towns = towns_of(cards)
    area = towns[0] if len(towns) == 1 else None
    sheet = sheet_of(
        title="えらんだリスト",
        place=area.name if area else "",
        tab="",
        area=area,
        main_path=area.path if area else "",
        address=address,
        opens="この一覧",
        at=at,
    )
    return ListSheet(
        # A list over several towns is issued by all that take part, and invented if one is.
        sheet=replace(
            sheet,
            publisher="・".join(filter(None, map(publisher_of, towns))),
            is_sample=any(town.is_sample for town in towns),
        ),
        entries=entries,
        order="えらんだ順に並べています。",
        found=len(wanted),
        asked=len(ids),
        not_for_paper=len(ids) - len(entries),
        missing=len(wanted) - len(ids),
    )


def service_sheet(short_code: str, *, at: datetime) -> ServiceSheet:
    """This function will return the card of one service for paper.

    Raises: NothingToPrint when it is unknown or not for paper, HasEnded.
    """
    try:
        page = get_service(ANONYMOUS, short_code_from(short_code), at=at)
    except ServiceNotFound as error:
        raise NothingToPrint(error.sentence) from error
    if page.is_closed:
        raise HasEnded(f"「{page.card.name}」は終わりました。", page.card.url)
    cards = paper_cards((page.card.id,), at=at)
    if not cards:
        raise NothingToPrint(f"この手助けは、紙にのせていません。{_why(page.card)}", page.card.url)
    return _service_sheet(page, cards[0], at)


def _why(card: ServiceCard) -> str:
    """Why a service that the web shows is not for paper, as exactly as we know it."""
    if card.freshness.state != OUT_OF_PRINT:
        return "紙にはのせない約束だからです。"
    if card.freshness.confirmed_on is None:
        return "まだだれも確かめていないからです。"
    return "確かめてから長くたっているからです。"


def _service_sheet(page: ServicePage, card: ServiceCard, at: datetime) -> ServiceSheet:
    area = _area_at(municipality_of(card.area_path))
    around = (each.name for each in _town_and(_area_at(card.area_path)))
    sheet = sheet_of(
        title=card.name,
        place=" ".join(part for part in (*around, card.sphere_name) if part),
        tab="",
        area=area,
        main_path=page.window.area_path if page.window else card.area_path,
        address=f"/s/{card.short_code}",
        opens="この手助けのページ",
        at=at,
    )
    return ServiceSheet(
        sheet=sheet,
        entry=entry_of(card),
        how_to_start=page.how_to_start,
        eligibility=in_plain_words(page.eligibility),
        paused=page.paused,
        schedule=_times(page, shows_names=card.where == page.card.where),
        fees=page.fees,
        documents=page.documents,
        access=_access(page),
        cannot=page.cannot,
    )


def _times(page: ServicePage, *, shows_names: bool) -> tuple[str, ...]:
    """With several places each time names its place, where paper may name places."""
    timed = [(place.name, place.schedule) for place in page.places if place.schedule]
    if not timed:
        return (page.schedule,) if page.schedule else ()
    if len(page.places) > 1 and shows_names:
        return tuple(f"{name}: {schedule}" for name, schedule in timed)
    return tuple(dict.fromkeys(schedule for _name, schedule in timed))


def _access(page: ServicePage) -> tuple[str, ...]:
    """What is not known is not said; "no" is said in words, and every line names its subject."""
    facts = [fact for place in page.places for fact in place.access]
    lines = (
        f"{fact.word} {fact.description or ('あり' if fact.is_present else 'なし')}"
        for fact in facts
        if fact.word and (fact.description or fact.is_present is not None)
    )
    return tuple(dict.fromkeys(lines))


def _entries(cards: Iterable[ServiceCard], address: str) -> tuple[Entry, ...]:
    entries = tuple(entry_of(card) for card in cards)
    if not entries:
        raise NothingToPrint(
            "紙にのせられる手助けがありません。紙にのせない約束か、まだ確かめていないか、"
            "確かめてから長くたっているためです。",
            address,
        )
    return entries


def towns_of(cards: Iterable[ServiceCard]) -> tuple[AreaInfo, ...]:
    """This function will return the municipalities that keep the services, each once, in order."""
    paths = dict.fromkeys(municipality_of(card.area_path) for card in cards)
    found = areas_by_path(paths)
    return tuple(found[path] for path in paths if path in found)


def _say_why_nothing(codes: Iterable[str], at: datetime) -> None:
    """Raises: HasEnded when one of the codes was once public, else NothingToPrint."""
    for code in codes:
        try:
            ended = get_service(ANONYMOUS, code, at=at)
        except ServiceNotFound:
            continue
        raise HasEnded("えらんだ手助けは、どれも終わりました。", ended.card.url)
    raise NothingToPrint("この番号の手助けは、ありません。番号をたしかめてください。")


def sheet_of(
    *,
    title: str,
    place: str,
    tab: str,
    area: AreaInfo | None,
    main_path: str,
    address: str,
    opens: str,
    at: datetime,
) -> Sheet:
    """This function will return what a sheet about an area carries besides its services."""
    return Sheet(
        title=title,
        place=place,
        tab=tab,
        main=_main_number(area, main_path),
        printed_date=date_in_jst(at),
        publisher=publisher_of(area),
        is_sample=area is not None and area.is_sample,
        address=address,
        opens=opens,
        home=f"/{area.jis}/" if area is not None and area.path else "/",
        prefix=area.full_name if area is not None else "",
    )


def _town_and(area: AreaInfo | None) -> tuple[AreaInfo, ...]:
    """A ward is named with its city."""
    if area is None:
        return ()
    city = _area_at(municipality_of(area.path))
    return (city, area) if city is not None and city.path != area.path else (area,)


def publisher_of(area: AreaInfo | None) -> str:
    """This function will name the municipality that issues a sheet; "" when it takes no part."""
    town = next(iter(_town_and(area)), None)
    return town.name if town is not None and town.opening is Opening.OPEN else ""


def _main_number(area: AreaInfo | None, path: str) -> MainNumber:
    """包括, else 社協, else the office; without any number the words to say at the office."""
    window = window_of(path) if path else None
    if window is not None and window.phone is not None:
        return MainNumber(window.name, window.phone.number, window.phone.hours)
    if area is not None and area.phone:
        return MainNumber(office_name(area.name), area.phone)
    return MainNumber(_ASK_OFFICE, "")


def _area_at(path: str) -> AreaInfo | None:
    return areas_by_path((path,)).get(path) if path else None


def _title(conditions: Conditions, area: AreaInfo | None) -> str:
    """As on the page of results, with the conditions that made the list what it is.

    Words alone are a list on paper, not something to be done.
    """
    is_words_alone = conditions.q and not conditions.trouble and not conditions.wish
    heading = (
        f"「{conditions.q}」の手助けと集まり" if is_words_alone else heading_of(conditions, area)
    )
    narrowed = "・".join(_narrowed(conditions, has_words=not is_words_alone))
    return f"{heading}（{narrowed}）" if narrowed else heading


def _narrowed(conditions: Conditions, *, has_words: bool) -> Iterator[str]:
    """The conditions in words that neither the heading nor the name of the place says."""
    if conditions.q and has_words:
        yield f"「{conditions.q}」"
    for name in _NARROWING:
        code = getattr(conditions, name)
        if code:
            yield word_of(name, code)
    yield from (word_of("flag", code) for code in conditions.flag)
    if conditions.near:
        within = f"の{word_of('within', conditions.within)}" if conditions.within else "の近く"
        yield f"{conditions.near}{within}"


def _tab(conditions: Conditions) -> str:
    """The word at the edge of the sheet, by which it is found in a folder."""
    chosen = ((name, getattr(conditions, name)) for name in _TABS)
    words = (word_of(name, code) for name, code in chosen if code)
    return next((word for word in words if len(word) <= _LONGEST_TAB), "")


def _search_address(area: AreaInfo | None, conditions: Conditions) -> str:
    query = conditions.as_query()
    code = area.jis if area is not None else _NATION
    return f"/{code}/search/" + (f"?{query}" if query else "")


def list_address(codes: Iterable[str]) -> str:
    """This function will return the address of えらんだリスト with these codes."""
    text = ",".join(codes)
    return "/directory/list/" + (f"?s={text}" if text else "")
