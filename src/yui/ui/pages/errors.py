"""Error pages in plain Japanese: what happened, what was kept, what to do, whom to phone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from yui.ui.pages.frame import page_frame
from yui.ui.pages.parts import Link, MunicipalityBar, PhoneBox

_STATIC = Path(__file__).resolve().parent.parent / "static" / "ui"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """The words of one error page."""

    heading: str
    happened: str
    kept: str
    to_do: str


_OPEN_TOWN = "最初のページから、お住まいのまちを開いてください。"
_UNSAVED = "書きかけの内容は、まだ残していません。ブラウザの「もどる」で前の画面にもどれます。"
_LOOKED_UP = "まちの内容も、残したリストも、そのままです。"
_SAFE = "これまでに残した内容は、そのままです。"
_PAGES = {
    400: ErrorPage(
        "この条件では画面を出せません",
        "アドレスか、入れたことばに、読めない文字や、ない条件がありました。",
        _LOOKED_UP,
        "前の画面にもどり、ことばを短くするか、条件をえらび直してください。",
    ),
    403: ErrorPage(
        "この画面は開けません",
        "この画面を見られるのは、担当の方だけです。",
        _SAFE,
        "担当の方は、仕事の机に入り直してください。入れないときは、所属の管理者に聞いてください。",
    ),
    404: ErrorPage(
        "ページが見つかりません",
        "アドレスがちがうか、ページがなくなっています。",
        _LOOKED_UP,
        _OPEN_TOWN,
    ),
    405: ErrorPage(
        "この開き方はできません",
        "この画面は、ボタンから開く画面です。",
        _SAFE,
        "前の画面にもどって、もう一度ボタンを押してください。",
    ),
    409: ErrorPage(
        "ほかの人が先に直しました",
        "開いているあいだに、内容が変わりました。",
        _UNSAVED,
        "前の画面を開き直して、新しい内容を確かめてから直してください。",
    ),
    410: ErrorPage(
        "この掲載は終わりました",
        "終わったか、取り下げられたため、のせていません。",
        _LOOKED_UP,
        "お住まいのまちのページから、ほかの手助けをさがせます。",
    ),
    413: ErrorPage(
        "送られたものが大きすぎます",
        "ファイルか文章が、受け取れる大きさをこえています。",
        _UNSAVED,
        "ファイルを小さくするか、いくつかに分けて、もう一度送ってください。",
    ),
    429: ErrorPage(
        "少し待ってください",
        "短いあいだに、何度も同じことがくり返されました。",
        _UNSAVED,
        "1分ほど待ってから、もう一度ためしてください。",
    ),
}
_OTHER = ErrorPage(
    "この画面を出せません", "うまくいきませんでした。", _SAFE, "前の画面にもどってください。"
)
_FORM_TOKEN = ErrorPage(
    "もう一度送ってください",
    "画面を開いてから時間がたったため、安全のために受け取りませんでした。",
    _UNSAVED,
    "前の画面にもどり、画面を新しくしてから、もう一度送ってください。",
)
_WINDOW = PhoneBox(
    who="市役所・町村役場に電話して、「地域包括支援センターへ」と伝えてください。",
    phone=None,
    heading="電話で聞きたいとき",
)


def error_response(
    request: HttpRequest,
    status: int,
    detail: str = "",
    *,
    phone_box: PhoneBox | None = None,
    alternatives: tuple[Link, ...] = (),
) -> HttpResponse:
    """This function will return the page of an error status.

    `detail` replaces the sentence on what happened; `alternatives` are ways on (410: what else
    there is nearby). Without a `phone_box` the page shows that of the town its address
    names, else says how to reach a window by telephone.
    """
    page = _PAGES.get(status, _OTHER)
    return _rendered(request, status, page, detail, phone_box, alternatives)


def form_token_response(request: HttpRequest) -> HttpResponse:
    """This function will return the 403 page of a form that was open for too long."""
    return _rendered(request, 403, _FORM_TOKEN, "", None, ())


def static_error(status: int, *, retry_after_s: int | None = None) -> HttpResponse:
    """This function will return the static 500 or 503 page: no database, sign-in or template.

    `retry_after_s` is in seconds. Raises FileNotFoundError for another status.
    """
    response = HttpResponse((_STATIC / f"{status}.html").read_bytes(), status=status)
    response.headers["Cache-Control"] = "no-store"
    if retry_after_s is not None:
        response.headers["Retry-After"] = str(retry_after_s)
    return response


def _rendered(
    request: HttpRequest,
    status: int,
    page: ErrorPage,
    detail: str,
    phone_box: PhoneBox | None,
    alternatives: tuple[Link, ...],
) -> HttpResponse:
    frame = page_frame(
        request,
        page.heading,
        current=request.get_full_path(),
        phone_box=phone_box,
        robots="noindex",
    )
    if frame.phone_box is None:
        frame = replace(frame, phone_box=_WINDOW)
    context = {
        "frame": frame,
        "error": page,
        "happened": detail or page.happened,
        "to_do": _to_do(page, frame.municipality),
        "status": status,
        "reason": HTTPStatus(status).phrase,
        "alternatives": alternatives,
    }
    response = render(request, "ui/error.jinja", context, status=status)
    patch_vary_headers(response, ("Cookie",))
    return response


def _to_do(page: ErrorPage, town: MunicipalityBar | None) -> str:
    """Whoever is in a town already need not choose it again."""
    if town is not None and page.to_do == _OPEN_TOWN:
        return f"{town.name}のページから、さがし直してください。"
    return page.to_do
