"""Putting what somebody typed back into the form it was typed into."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import accumulate

Typed = Mapping[str, Sequence[str]]
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field
# What is never kept, nor put back, whatever a form calls it.
_SECRET = re.compile(r"passw|^code$|token|secret|credential|csrf", re.IGNORECASE)
_TEXTS = frozenset({"", "text", "search", "tel", "email", "url", "number"})
_TIMES = frozenset({"date", "time", "month", "week", "datetime-local"})
_TICKS = frozenset({"checkbox", "radio"})


def worth_keeping(sent: Typed) -> dict[str, list[str]]:
    """This function will return what was sent without passwords, codes and tokens."""
    return {name: list(values) for name, values in sent.items() if not _SECRET.search(name)}


def refilled(page: str, *, here: str, action: str, typed: Typed) -> str | None:
    """This function will return a page with the typed values in its form.

    `here` is the address of the page, `action` that to which the form was sent. The form is the
    first that is sent there and whose hidden values are those that were sent: a page may have the
    same form once for each row. None when the page has no such form.
    Hidden values and buttons stay as the page has them.
    """
    found = _Forms(page, here, action, typed)
    match = next((each for each in found.forms if each.fits(typed)), None)
    if match is None:
        return None
    parts, last = [], 0
    for start, end, text in match.changes:
        parts += [page[last:start], text]
        last = end
    return "".join((*parts, page[last:]))


@dataclass(slots=True)
class _Form:
    hidden: dict[str, str] = field(default_factory=dict)
    changes: list[tuple[int, int, str]] = field(default_factory=list)

    def fits(self, typed: Typed) -> bool:
        is_the_same = all(value in typed.get(name, ()) for name, value in self.hidden.items())
        return is_the_same and bool(self.changes)


class _Forms(HTMLParser):
    """Walks over a page and notes, form by form, which stretches of it would change."""

    def __init__(self, page: str, here: str, action: str, typed: Typed) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[_Form] = []
        self._here, self._action, self._typed = here, action, typed
        self._form: _Form | None = None
        self._select = ""
        self._area: tuple[str, int] | None = None
        self._used: dict[str, int] = {}
        # Where each line begins: the parser knows places by line and column.
        lengths = (len(line) + 1 for line in page.split("\n"))
        self._starts = [0, *accumulate(lengths)]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """This function will note a form, or a field of the form one is in."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin(given)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        """This function will close a form, a list of choices or a text."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area is not None and self._form is not None:
            text, start = self._area
            # A line break right after the tag is not part of the text.
            self._form.changes.append((start, self._place(), f"\n{escape(text)}"))
            self._area = None

    def _begin(self, given: dict[str, str]) -> None:
        is_post = given.get("method", "").lower() == "post"
        is_it = is_post and (given.get("action") or self._here) == self._action
        self._form, self._used = (_Form() if is_it else None), {}
        if self._form is not None:
            self.forms.append(self._form)

    def _field(self, form: _Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "").lower()
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select in self._typed:
            self._mark(form, tag, given, "selected", self._typed[self._select])
        elif tag == "textarea" and name in self._typed:
            self._area = (self._next(name), self._end())
        elif tag == "input" and kind == "hidden" and name != _TOKEN:
            form.hidden[name] = given.get("value", "")
        elif tag == "input" and kind in _TICKS:
            self._mark(form, tag, given, "checked", self._typed.get(name, ()))
        elif tag == "input" and kind in _TEXTS | _TIMES and name in self._typed:
            self._rewrite(form, tag, given | {"value": self._next(name)})

    def _mark(
        self, form: _Form, tag: str, given: dict[str, str], mark: str, on: Sequence[str]
    ) -> None:
        plain = {name: value for name, value in given.items() if name != mark}
        is_on = given.get("value", "on") in on
        self._rewrite(form, tag, plain | {mark: ""} if is_on else plain)

    def _rewrite(self, form: _Form, tag: str, given: dict[str, str]) -> None:
        words = (f'{name}="{escape(value)}"' for name, value in given.items())
        form.changes.append((self._place(), self._end(), f"<{' '.join((tag, *words))}>"))

    def _next(self, name: str) -> str:
        """The values of several fields of one name come in the order of the page."""
        at = self._used.get(name, 0)
        self._used[name] = at + 1
        values = self._typed[name]
        return values[at] if at < len(values) else ""

    def _place(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _end(self) -> int:
        return self._place() + len(self.get_starttag_text() or "")
