"""Pages that are the same for everybody, kept while nothing changed.

The ten troubles of a town and common words are asked for again and again. Their pages are kept
in the memory of the process, under everything they depend on: the whole address, where journal
and index stand, the areas and vocabularies this process knows, the day. One entry in the journal
lets go of all pages, so what is withdrawn is gone from the next answer on. Whoever sends a cookie
of their own (signed in, large letters, a chosen list) is answered anew, and nothing of theirs is
kept. The town chosen last and the token of forms change nothing in these pages: a page of results
is that of its own area, and holds no form that is posted.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yui.lib.clock import date_in_jst
from yui.ui.pages.town import town_cookie

# Some 50 kB each, 5 kB as they are kept: 25 MB.
_MOST_PAGES = 5_000
# zlib tells a page from this much of another one; the frame stands around what differs.
_HEAD_BYTES, _FOOT_BYTES = 18_000, 14_000


@dataclass(frozen=True, slots=True)
class Shelf:
    """This value will name where a page is kept: what it depends on, and its address."""

    standing: Hashable
    address: str


def shelf_of(
    request: HttpRequest, standing_now: Callable[[], Hashable | None], at: datetime
) -> Shelf | None:
    """This function will say where the page of a request is kept; None for a page of one's own.

    `standing_now` tells what all pages depend on before this one is made; without an answer (the
    index is away) nothing is kept. A page of one's own does not ask.
    """
    if request.method != "GET" or not _is_for_everybody(request):
        return None
    standing = standing_now()
    if standing is None:
        return None
    return Shelf((standing, date_in_jst(at)), request.build_absolute_uri())


def _is_for_everybody(request: HttpRequest) -> bool:
    return request.COOKIES.keys() <= {town_cookie(), settings.CSRF_COOKIE_NAME}


@dataclass(slots=True)
class _Pages:
    """All pages of one standing; another standing begins with none.

    Only what tells a page from the first one is kept of it.
    """

    standing: Hashable = None
    kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    frame: bytes = b""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, shelf: Shelf) -> bytes | None:
        with self.lock:
            self._move_to(shelf.standing)
            found = self.kept.get(shelf.address)
            if found is None:
                return None
            self.kept.move_to_end(shelf.address)
            frame = self.frame
        return zlib.decompressobj(zdict=frame).decompress(found)

    def put(self, shelf: Shelf, content: bytes) -> None:
        with self.lock:
            self._move_to(shelf.standing)
            self.frame = self.frame or content[:_HEAD_BYTES] + content[-_FOOT_BYTES:]
            packing = zlib.compressobj(zlib.Z_BEST_SPEED, zdict=self.frame)
            self.kept[shelf.address] = packing.compress(content) + packing.flush()
            if len(self.kept) > _MOST_PAGES:
                self.kept.popitem(last=False)

    def forget(self, standing: Hashable = None) -> None:
        self.standing, self.frame = standing, b""
        self.kept.clear()

    def _move_to(self, standing: Hashable) -> None:
        if self.standing != standing:
            self.forget(standing)


_pages = _Pages()


def kept_page(shelf: Shelf | None) -> HttpResponse | None:
    """This function will return the page that is kept there, or None."""
    found = _pages.find(shelf) if shelf is not None else None
    return None if found is None else HttpResponse(found)


def keep_page(request: HttpRequest, shelf: Shelf | None, response: HttpResponse) -> HttpResponse:
    """This function will keep a page for whoever asks for it next, and return it.

    A page that was made with the token of a form, or sets a cookie, is its visitor's alone.
    """
    has_own = bool(response.cookies) or "CSRF_COOKIE_NEEDS_UPDATE" in request.META
    if shelf is not None and response.status_code == 200 and not has_own:
        _pages.put(shelf, response.content)
    return response


def forget_pages() -> None:
    """This function will let go of all pages, as another database would have it."""
    _pages.forget()
