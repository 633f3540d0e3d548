"""えらんだリスト: short codes in the address, and in one cookie once something was put in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from yui.directory.pages.frames import search_in
from yui.directory.queries import PhoneLine, ServiceCard
from yui.directory.queries.lists import CHOSEN_COOKIE, chosen_codes
from yui.lib.mailto import mailto
from yui.ui.pages.coming import is_fetched_ahead, page_left
from yui.ui.pages.parts import Phone, Sending

COOKIE_MAX_AGE_S = 180 * 24 * 60 * 60
# What was just taken off, and the search left, are said once and on this device only: the address
# of a list is sent to others.
OFF_COOKIE = "yui_off"
OFF_MAX_AGE_S = 60
_LONGEST_LEFT = 1_500
_SAID_IN_LETTERS = ("paused", "full", "wait")


@dataclass(frozen=True, slots=True)
class Compared:
    """This value will hold what one service answers to a question: words, or whom to telephone."""

    name: str
    href: str
    words: tuple[str, ...] = ()
    phone: Phone | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """This value will hold one question and what every chosen service answers to it."""

    label: str
    answers: tuple[Compared, ...]


def codes_asked(values: QueryDict) -> str:
    """This function will return the codes of an address in one text: `?s=A,B` and `?s=A&s=B`."""
    return ",".join(values.getlist("s"))


def as_text(codes: Iterable[str]) -> str:
    """This function will write codes as the address holds them."""
    return ",".join(codes)


def as_cookie(codes: Iterable[str]) -> str:
    """This function will write codes as the cookie holds them."""
    return ".".join(codes)


def list_url(codes: Iterable[str]) -> str:
    """This function will return the address of a list: its codes and nothing else."""
    text = as_text(codes)
    return reverse("directory:list") + (f"?{urlencode({'s': text}, safe=',')}" if text else "")


def add_href(code: str, **more: str) -> str:
    """This function will return where a press puts a service into the list of this device."""
    return f"{reverse('directory:list-add')}?{urlencode({'s': code, **more})}"


def remove_href(*codes: str, **more: str) -> str:
    """This function will return where a press takes services off the list of this device."""
    query = urlencode({"s": as_text(codes), **more}, safe=",")
    return f"{reverse('directory:list-remove')}?{query}"


def without(codes: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
    """This function will return the codes without some of them."""
    return tuple(each for each in codes if each not in gone)


def is_pressed_here(request: HttpRequest) -> bool:
    """This function will say whether somebody pressed this link on a page of this site.

    Other sites, and browsers that fetch ahead, put nothing into anybody's list. Browsers send
    `Sec-Fetch-Site` only over https; over http the page that was left says it.
    """
    if is_fetched_ahead(request):
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return page_left(request) is not None


def remember(request: HttpRequest, response: HttpResponse, codes: Sequence[str]) -> HttpResponse:
    """This function will keep a list on this device: short codes only, never who chose."""
    if not codes:
        if CHOSEN_COOKIE in request.COOKIES:
            response.delete_cookie(CHOSEN_COOKIE, samesite="Lax")
        return response
    response.set_cookie(
        CHOSEN_COOKIE,
        as_cookie(codes),
        max_age=COOKIE_MAX_AGE_S,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response


def say_off(request: HttpRequest, response: HttpResponse, code: str, left: str) -> HttpResponse:
    """This function will let the next list on this device say what was taken off.

    `left` is the search the list was opened from; too long a one is left out.
    """
    kept = quote(left, safe="")
    response.set_cookie(
        OFF_COOKIE,
        f"{code}:{kept}" if len(kept) <= _LONGEST_LEFT else code,
        max_age=OFF_MAX_AGE_S,
        path=reverse("directory:list"),
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response


def just_off(request: HttpRequest) -> tuple[tuple[str, ...], str]:
    """This function will return what was just taken off on this device, and the search left."""
    code, _mark, kept = request.COOKIES.get(OFF_COOKIE, "").partition(":")
    return chosen_codes(code)[:1], search_in(unquote(kept))


def said_off(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """This function will forget what was taken off: the list has said it."""
    if OFF_COOKIE in request.COOKIES:
        response.delete_cookie(OFF_COOKIE, path=reverse("directory:list"), samesite="Lax")
    return response


def compared(cards: Sequence[ServiceCard]) -> tuple[Comparison, ...]:
    """This function will set services side by side, question by question; one is not compared.

    A question that nobody answers is left out.
    """
    if len(cards) < 2:
        return ()
    questions = (
        Comparison("電話", tuple(map(_how_to_reach, cards))),
        *(
            Comparison(
                label, tuple(_says(card, text) for card, text in zip(cards, said, strict=True))
            )
            for label, said in (
                ("いま", [card.status_label for card in cards]),
                ("どこ", [card.where for card in cards]),
                ("いつ", [card.when for card in cards]),
                ("お金", [card.fee for card in cards]),
            )
        ),
    )
    return tuple(one for one in questions if any(each.words or each.phone for each in one.answers))


def _says(card: ServiceCard, text: str) -> Compared:
    return Compared(card.name, card.url, (text,) if text else ())


def _how_to_reach(card: ServiceCard) -> Compared:
    """Without a telephone of its own the other ways stand first, then whom to ask instead."""
    if card.phone is not None:
        whose = card.phone.whose
        return Compared(card.name, card.url, (whose,) if whose else (), card.phone.shown())
    words = [f"{way.word} {way.value}" for way in card.others]
    if card.ask_at is None:
        return Compared(card.name, card.url, tuple(words))
    words.append(_asked_instead(card.ask_at))
    return Compared(card.name, card.url, tuple(words), card.ask_at.shown_as_window())


def _asked_instead(line: PhoneLine) -> str:
    return f"分からないときは → {line.whose}" if line.whose else "分からないときは、この番号へ"


def sending(title: str, words: str, address: str, cards: Iterable[ServiceCard]) -> Sending:
    """This function will make a letter of names, telephones and the address."""
    lines = [words, "", *map(_letter_line, cards), "", address]
    return Sending(title, words, address, mailto(title, lines))


def _letter_line(card: ServiceCard) -> str:
    """A pause is said in a letter as it is on the card: until when."""
    state = f"（{card.status_label}）" if card.status in _SAID_IN_LETTERS else ""
    reach = _how_to_reach(card)
    words = [] if card.phone else list(reach.words)
    phone = [f"電話 {reach.phone.number}"] if reach.phone else []
    whose = f"（{card.phone.whose}）" if card.phone and card.phone.whose else ""
    return "　".join([f"・{card.name}{state}", *words, *phone]) + whose
