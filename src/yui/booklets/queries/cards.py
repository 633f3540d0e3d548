"""Which services may stand on paper that anybody can fetch, and what of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from yui.booklets.queries.values import ASK_LABEL, Entry, Way
from yui.directory.queries import PhoneLine, ServiceCard, cards_for
from yui.directory.queries.deriving import ASK_PLACE
from yui.directory.states import Scope
from yui.policy.viewer import ANONYMOUS

OUT_OF_PRINT = "out_of_print"
_WORTH_SAYING = ("wait", "full", "paused")
# Words of offices, and how paper says them to residents.
_PLAIN = (
    ("日付の分からない役所の一覧による", "日付の分からない役所の一覧"),
    ("の公表による", "の役所の一覧"),
    (
        "事業対象者の方（基本チェックリストに当てはまった方）",
        "役所の質問票（基本チェックリスト）に当てはまった方",
    ),
)


def paper_cards(ids: Iterable[UUID], *, at: datetime) -> tuple[ServiceCard, ...]:
    """This function will return the cards of services that may be printed, in the order of the ids.

    These sheets are fetched on the web by anybody, so a card holds only what both 紙 and ウェブ
    were agreed to. What nobody confirmed for too long is out of print.
    """
    wanted = tuple(ids)
    on_web = {card.id: card for card in cards_for(ANONYMOUS, wanted, at=at)}
    on_paper = cards_for(ANONYMOUS, wanted, at=at, audience=Scope.PAPER)
    return tuple(
        narrower(card, on_web[card.id])
        for card in on_paper
        if card.id in on_web and card.freshness.state != OUT_OF_PRINT
    )


def narrower(one: ServiceCard, other: ServiceCard) -> ServiceCard:
    """This function will join two views of one service to what both of them show."""
    phone = one.phone if one.phone == other.phone or hides_ways(one) else other.phone
    return replace(
        one,
        phone=phone,
        ask_at=None if phone else one.ask_at or other.ask_at,
        others=tuple(way for way in one.others if way in other.others),
        where=other.where if ASK_PLACE in other.where else one.where,
    )


def hides_ways(card: ServiceCard) -> bool:
    """This function will say whether a view holds no way of the service itself."""
    return not card.others and (card.phone is None or bool(card.phone.whose))


def entry_of(card: ServiceCard) -> Entry:
    """This function will return a card as paper shows it."""
    facts = [(fact.label, "".join(fact.lines)) for fact in card.facts]
    if card.tags:
        facts.append(("ほかに", "、".join(card.tags)))
    return Entry(
        name=card.name,
        kana=card.kana,
        summary=card.summary,
        status=card.status_label if card.status in _WORTH_SAYING else "",
        is_paused=card.status == "paused",
        paused=card.paused,
        ways=ways_of(card),
        facts=tuple(facts),
        freshness=replace(card.freshness, sentence=in_plain_words(card.freshness.sentence)),
        organization_name=card.organization_name,
        area_name=card.area_name,
        sphere_name=card.sphere_name,
        short_code=card.short_code,
        credit=_credit_of(card),
    )


def _credit_of(card: ServiceCard) -> str:
    """A list of somebody else is credited on paper as on the page; one without a name or licence
    for others is the town's own."""
    source = card.source
    return source.line if source is not None and (source.credit or source.licence) else ""


def ways_of(card: ServiceCard) -> tuple[Way, ...]:
    """This function will return the telephone, else FAX, mail and visit, then the window's."""
    if card.phone is not None:
        return (_telephone("電話", card.phone),)
    others = tuple(Way(way.word, way.value, way.hours) for way in card.others)
    return (*others, _telephone(ASK_LABEL, card.ask_at)) if card.ask_at else others


def _telephone(label: str, line: PhoneLine) -> Way:
    return Way(label, line.number, line.hours, line.whose, line.note)


def in_plain_words(sentence: str) -> str:
    """This function will say a sentence without the words that only offices use."""
    for official, plain in _PLAIN:
        sentence = sentence.replace(official, plain)
    return sentence
