"""What went wrong, as problem details (RFC 9457) in Japanese and in English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from yui.opendata.errors import ParameterRefused
from yui.opendata.formats.parts import to_json
from yui.opendata.pages.answers import site_of

CONTENT_TYPE = "application/problem+json"
_VALUES = {
    "int_parsing": ("整数で書いてください。", "Write a whole number."),
    "int_from_float": ("整数で書いてください。", "Write a whole number."),
    "greater_than_equal": ("{ge} 以上にしてください。", "Must be at least {ge}."),
    "less_than_equal": ("{le} 以下にしてください。", "Must be at most {le}."),
    "bool_parsing": ("true か false にしてください。", "Write true or false."),
    "uuid_parsing": ("ID（UUID）を書いてください。", "Write an id (UUID)."),
    "string_too_long": ("{max_length} 文字までです。", "At most {max_length} letters."),
    "string_pattern_mismatch": ("書き方がちがいます。", "This is not how it is written."),
    "literal_error": ("{expected} のどれかにしてください。", "Must be one of {expected}."),
}
_OTHER = ("この値は使えません。", "This value cannot be used.")


@dataclass(frozen=True, slots=True)
class Fault:
    """This value will hold what is wrong with one parameter, in both languages."""

    parameter: str
    japanese: str
    english: str


def fault_of(error: dict[str, Any]) -> Fault:
    """This function will turn an error of pydantic into words; the value itself is not said."""
    japanese, english = _VALUES.get(error.get("type", ""), _OTHER)
    limits = error.get("ctx", {})
    location = error.get("loc") or ("",)
    return Fault(str(location[-1]), _fill(japanese, limits), _fill(english, limits))


def faults_of(refused: ParameterRefused) -> tuple[Fault, ...]:
    """This function will turn a refused parameter into words."""
    return (Fault(refused.parameter, refused.japanese, refused.english),)


def bad_request(request: HttpRequest, faults: Iterable[Fault]) -> HttpResponse:
    """This function will say which parameters cannot be used, and why (400)."""
    found = list(faults)
    return _problem(
        request,
        400,
        ("parameters", "使えないパラメーターがあります", "Some parameters cannot be used"),
        (
            " ".join(f"{fault.parameter}: {fault.japanese}" for fault in found),
            " ".join(f"{fault.parameter}: {fault.english}" for fault in found),
        ),
        [
            {"parameter": fault.parameter, "detail": fault.japanese, "detail_en": fault.english}
            for fault in found
        ],
    )


def not_found(request: HttpRequest) -> HttpResponse:
    """This function will say that no open record has this id (404)."""
    return _problem(
        request,
        404,
        ("not-found", "見つかりません", "Not found"),
        (
            "この ID の公開データはありません。終わったか、取り下げられたかもしれません。",
            "No open record has this id. It may have ended or been withdrawn.",
        ),
        [],
    )


def _problem(
    request: HttpRequest,
    status: int,
    kind: tuple[str, str, str],
    detail: tuple[str, str],
    errors: list[dict[str, str]],
) -> HttpResponse:
    anchor, title, title_en = kind
    body: dict[str, Any] = {
        "type": f"{site_of(request)}/opendata/#problem-{anchor}",
        "title": title,
        "title_en": title_en,
        "status": status,
        "detail": detail[0],
        "detail_en": detail[1],
    }
    if errors:
        body["errors"] = errors
    return HttpResponse(to_json(body), status=status, content_type=CONTENT_TYPE)


def _fill(words: str, limits: dict[str, Any]) -> str:
    known = {name: limits.get(name, "") for name in ("ge", "le", "max_length", "expected")}
    return words.format(**known)
