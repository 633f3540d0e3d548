"""What the template of one service needs beside the service: labelled facts, ways, short cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from yui.directory.queries import AccessFact, PlaceView, ServiceCard, ServicePage, TermView
from yui.directory.states import Vocabulary
from yui.ui.pages.parts import Checked, ContactWay, Fact, Phone, ShortResult

# Who telephones in vain would have wanted to know it before.
_SAID_ABOVE = ("full", "wait")
# The JSON stands in the page as data; these letters could end the element early.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def facts_of(page: ServicePage) -> tuple[Fact, ...]:
    """This function will give what, for whom, where, when and cost, in the order of the page."""
    pairs = (
        ("使える人", _sentences(page.eligibility)),
        ("どこ", tuple(line for place in page.places for line in _place_lines(place))),
        ("地域", page.service_areas),
        ("いつ", _times(page)),
        ("お金", page.fees),
        ("持ち物", page.documents),
        ("乗り降り", _access_lines(page.places)),
        ("担当", page.contacts),
    )
    return tuple(Fact(label, lines) for label, lines in pairs if lines)


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("。") if part)


def _place_lines(place: PlaceView) -> tuple[str, ...]:
    address = " ".join(part for part in (place.address, place.building) if part)
    lines = (place.name, address, place.transportation, place.description)
    return tuple(line for line in lines if line)


def _times(page: ServicePage) -> tuple[str, ...]:
    """With several places each time names its place."""
    timed = [(place.name, place.schedule) for place in page.places if place.schedule]
    if len(page.places) > 1:
        return tuple(f"{name}: {schedule}" for name, schedule in timed)
    return _sentences(page.schedule or next((schedule for _, schedule in timed), ""))


def _access_lines(places: Iterable[PlaceView]) -> tuple[str, ...]:
    lines = (_access_line(fact) for place in places for fact in place.access)
    return tuple(dict.fromkeys(line for line in lines if line))


def _access_line(fact: AccessFact) -> str:
    """What is not known is not said; "no" is said in words, and every line names its subject."""
    said = fact.description
    if not said:
        if fact.is_present is None or not fact.word:
            return ""
        said = "あり" if fact.is_present else "なし"
    return f"{fact.word} {said}" if fact.word not in said else said


def start_lines(page: ServicePage) -> tuple[str, ...]:
    """This function will give 「はじめ方」, one sentence a line; nobody is invited to a pause."""
    if page.card.status == "paused":
        return ()
    return tuple(f"{part}。" for part in _sentences(page.how_to_start))


def checked_of(card: ServiceCard) -> Checked:
    """This function will give the sentence that dates the record."""
    return Checked(card.freshness.sentence, card.freshness.is_stale)


def other_ways(page: ServicePage) -> tuple[ContactWay, ...]:
    """This function will give the FAX beside a telephone, or the ways instead of one.

    Without a telephone mail is one of the ways; beside one see `mail_beside`.
    """
    if page.card.others:
        return page.card.others
    ways = []
    if page.fax is not None:
        ways.append(ContactWay("FAX", page.fax.number, hours=page.fax.hours))
    if page.email and page.card.phone is None:
        ways.append(_mail(page.email))
    return tuple(ways)


def mail_beside(page: ServicePage) -> ContactWay | None:
    """This function will give the mail address to stand small below a telephone, if both are."""
    is_beside = page.card.phone is not None and not page.card.others
    return _mail(page.email) if page.email and is_beside else None


def _mail(address: str) -> ContactWay:
    return ContactWay("メール", address, f"mailto:{address}")


def short_cards(cards: Sequence[ServiceCard]) -> tuple[ShortResult, ...]:
    """This function will give the cards of 「似た手助け」; 満員 stands above the name."""
    return tuple(
        ShortResult(
            card.name,
            card.url,
            card.summary,
            meta=card.status_label if card.status in _SAID_ABOVE else "",
            phone=_number_of(card),
        )
        for card in cards
    )


def _number_of(card: ServiceCard) -> Phone | None:
    if card.phone is not None:
        return card.phone.shown()
    return card.ask_at.shown_as_window() if card.ask_at else None


def field_of(page: ServicePage) -> TermView | None:
    """This function will return the first field of a service, for the way back to its list."""
    return next((term for term in page.terms if term.taxonomy == Vocabulary.FIELD), None)


def json_in_page(text: str) -> Markup:
    """This function will make JSON safe to stand inside a script element as data."""
    for letter, escaped in _UNSAFE.items():
        text = text.replace(letter, escaped)
    return Markup(text)  # noqa: S704 -- the three letters that could leave the element are gone
