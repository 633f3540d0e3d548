"""Pages of plain text: how to use, accessibility, personal data, who runs this, for bodies."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_cookie

from yui.policy.door import door
from yui.ui.pages.frame import page_frame
from yui.ui.pages.parts import Link

TEXTS = {
    "guide": "使い方",
    "accessibility": "ウェブアクセシビリティ方針",
    "privacy": "個人情報のあつかい",
    "operator": "運営している人たち",
    "for-bodies": "団体・自治体の方へ",
}


@door(policy="public")
@vary_on_cookie
def text(request: HttpRequest, name: str) -> HttpResponse:
    """This view will show one of the pages of plain text."""
    if name not in TEXTS:
        raise Http404("このページはありません。")
    frame = page_frame(request, TEXTS[name], current=f"/portal/{name}/")
    links = (Link("オープンデータと API", "/opendata/"),)
    return render(request, f"portal/{name}.jinja", {"frame": frame, "links": links})


@door(policy="public")
def robots(request: HttpRequest) -> HttpResponse:
    """This view will tell crawlers what not to fetch; private pages are private anyway."""
    lines = (
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /desk/",
        "Disallow: /exchange/",
        "Disallow: /directory/list/",
        "Disallow: /*/search/",
        f"Sitemap: {request.build_absolute_uri('/opendata/sitemap.xml')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
