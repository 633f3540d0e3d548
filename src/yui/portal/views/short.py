"""Permanent short addresses: what paper carries. They never change and never die silently."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from yui.policy.door import door

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")
# Letters that old eyes and fonts confuse, as Crockford's base32 reads them.
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})


@door(policy="public", object_type="directory.service")
def short_address(request: HttpRequest, code: str) -> HttpResponse:
    """This view will lead from a short address to the page of its service.

    The page itself says whether the service may be seen, is paused or has ended.
    """
    read = code.upper().translate(_READ_AS)
    if not _CODE.fullmatch(read):
        raise Http404("この番号のページはありません。8文字を、もう一度たしかめてください。")
    return HttpResponseRedirect(reverse("directory:service", args=[read]))


@door(policy="public")
def typed_code(request: HttpRequest) -> HttpResponse:
    """This view will lead from the short address of slips to where their code is typed."""
    return HttpResponseRedirect(reverse("directory:slip-code"))
