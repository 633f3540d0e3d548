"""One row of a sheet by field: every cell is cleaned once, and every change of it is noted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from yui.directory.formats.fees import fee_of
from yui.exchange.engine import cells
from yui.exchange.engine.own_lines import names_own_line, own_lines, tells_own_line
from yui.exchange.engine.rules import Flag, Notes, RowRefused, Rule
from yui.exchange.engine.service_types import plain_type
from yui.lib.codes import (
    CodeRefused,
    Completed,
    complete_corporate_number,
    complete_provider_number,
)

_SENTENCES: Final = re.compile(r"[^。\n]+[。\n]*|[。\n]+")


@dataclass(slots=True)
class Line:
    """This object will give the cells of one row by field; `column` names their headers."""

    cells: dict[str, str]
    notes: Notes
    column: Callable[[str], str]
    done: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """This function will return a cell as text of one or more lines."""
        known = self.done.get(name)
        if known is None:
            cell = self.cells.get(name, "")
            known = cells.text_of(cell, self.column(name), self.notes) if cell else ""
            self.done[name] = known
        return known

    def shown_text(self, name: str) -> str:
        """This function will return a text without the sentences that tell somebody's own line."""
        found = self.text(name)
        if not names_own_line(found):
            return found
        kept = [each for each in _SENTENCES.findall(found) if not tells_own_line(each)]
        if "".join(kept) != found:
            self.notes.flagged(self.column(name), Flag.TEXT_OWN, found)
        return "".join(kept).strip()

    def line(self, name: str) -> str:
        """This function will return a cell as one line."""
        found = self.text(name)
        if "\n" in found:
            joined = " ".join(part.strip() for part in found.split("\n") if part.strip())
            self.notes.repaired(self.column(name), Rule.LINE_BREAK, found, joined)
            self.done[name] = found = joined
        return found

    def limited(self, name: str, most: int) -> str:
        """This function will return a cell as one line. Raises: RowRefused when it is too long."""
        return cells.limited(self.line(name), self.column(name), most)

    def short(self, name: str, most: int) -> str:
        """This function will return a cell a row can do without, or "" and flag it: too long."""
        found = self.line(name)
        if len(found) <= most:
            return found
        self.notes.flagged(self.column(name), Flag.TOO_LONG, found)
        return ""

    def cut(self, name: str, most: int) -> str:
        """This function will return the first letters of a cell, and say what was left out."""
        found = self.line(name)
        if len(found) > most:
            self.notes.repaired(self.column(name), Rule.CUT, found, found[:most])
        return found[:most]

    def required(self, name: str, sentence: str, most: int) -> str:
        """This function will return a cell that must not be empty. Raises: RowRefused."""
        found = self.limited(name, most)
        if not found:
            raise RowRefused(sentence, self.column(name))
        return found

    def narrow(self, name: str) -> str:
        """This function will return a cell with half-width letters."""
        found = self.text(name)
        plain = unicodedata.normalize("NFKC", found)
        if plain != found:
            self.notes.repaired(self.column(name), Rule.FULL_WIDTH, found, plain)
            self.done[name] = plain
        return plain

    def service_type(self) -> str:
        """This function will return the kind of service without spaces."""
        found = self.narrow("service_type")
        plain = plain_type(found)
        if plain != found:
            self.notes.repaired(self.column("service_type"), Rule.SPACES, found, plain)
        return plain

    def fee(self) -> tuple[str, str]:
        """This function will return the class of the fee and the words people read."""
        found = self.text("fee")
        fee_class, words = fee_of(found)
        if words != found:
            is_narrowed = unicodedata.normalize("NFKC", found) == words
            rule = Rule.FULL_WIDTH if is_narrowed else Rule.FEE_WORDS
            self.notes.repaired(self.column("fee"), rule, found, words)
        return fee_class, words

    def url(self) -> tuple[str, str]:
        """This function will return a website and the mail address found in its place."""
        cell = self.cells.get("url", "")
        return cells.url_and_mail(cell, self.column("url"), self.notes) if cell else ("", "")

    def mail(self) -> str:
        """This function will return the mail address."""
        cell = self.cells.get("email", "")
        return cells.mail_of(cell, self.column("email"), self.notes) if cell else ""

    def phones(self, is_strict: bool) -> list[dict[str, Any]]:
        """This function will return the numbers; somebody's own one is "is_private".

        Raises: RowRefused with `is_strict`.
        """
        cell = self.cells.get("phone", "")
        if not cell:
            return []
        found: list[dict[str, Any]] = []
        found += cells.phones_of(cell, self.column("phone"), self.notes, is_strict=is_strict)
        own = self._own_lines("phone", [phone["digits"] for phone in found])
        for phone in found:
            if phone["digits"] in own:
                phone["is_private"] = True
        if own:
            self.notes.flagged(self.column("phone"), Flag.PHONE_OWN, cell)
        extension = self.cut("extension", 10)
        if found and extension and not found[0]["extension"]:
            found[0]["extension"] = extension
        return found

    def one_number(self, name: str) -> str:
        """This function will return the first number of a cell, or ""."""
        cell = self.cells.get(name, "")
        found = cells.phones_of(cell, self.column(name), self.notes) if cell else []
        return found[0]["number"] if found else ""

    def fax(self) -> str:
        """This function will return the FAX number, or "" where it is somebody's own."""
        found = self.one_number("fax")
        if found and self._own_lines("fax", [found]):
            self.notes.flagged(self.column("fax"), Flag.FAX_OWN, self.cells["fax"])
            return ""
        return found

    def leader(self) -> dict[str, str]:
        """This function will return the name and own line of who leads a group; {} without."""
        name, number = self.cut("leader", 60), self.one_number("leader_phone")
        return {"name": name, "number": number} if name or number else {}

    def postal_code(self) -> str:
        """This function will return the seven digits of the postcode."""
        cell = self.cells.get("postal_code", "")
        column = self.column("postal_code")
        return cells.postal_code_of(cell, column, self.notes) if cell else ""

    def capacity(self) -> int | None:
        """This function will return how many find room."""
        cell = self.cells.get("capacity", "")
        return cells.whole_number(cell, self.column("capacity"), self.notes) if cell else None

    def corporate_number(self) -> str:
        """This function will return the complete 法人番号, or ""."""
        return self._number("corporate_number", complete_corporate_number)

    def provider_number(self) -> str:
        """This function will return the complete 事業所番号, or ""."""
        return self._number("provider_number", complete_provider_number)

    def organization(self, longest_name: int, longest_kana: int) -> dict[str, Any]:
        """This function will return the group that gives the service."""
        return {
            "name": self.limited("corporate_name", longest_name),
            "kana": self.limited("corporate_kana", longest_kana),
            "corporate_number": self.corporate_number(),
        }

    def _own_lines(self, name: str, digits: list[str]) -> frozenset[str]:
        if names_own_line(self.column(name)):
            return frozenset(digits)
        return own_lines(self.cells[name], digits)

    def _number(self, name: str, complete: Callable[[str], Completed]) -> str:
        known = self.done.get(f"{name} complete")
        if known is None:
            known = self._completed(name, complete)
            self.done[f"{name} complete"] = known
        return known

    def _completed(self, name: str, complete: Callable[[str], Completed]) -> str:
        cell, column = self.text(name), self.column(name)
        if not cell:
            return ""
        try:
            return cells.note_completed(cell, complete(cell), column, self.notes)
        except CodeRefused as refusal:
            return cells.note_refused(cell, refusal, column, self.notes)
