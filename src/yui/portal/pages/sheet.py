"""The sheet somebody puts together at the desk: kept in the session, in no table.

It names nobody and ends with the session. What was typed in one role is gone in another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from yui.booklets.queries import MOST_PICKED
from yui.directory.queries import ServiceCard
from yui.directory.rules import Flag, flags_in, may_ask
from yui.directory.states import Scope
from yui.lib.codes import find_my_numbers
from yui.lib.japanese import TextRefused, clean_line
from yui.policy.decide import municipality_of
from yui.policy.door import viewer_of
from yui.policy.viewer import Viewer
from yui.portal.errors import SheetRefused
from yui.ui.forms import PERSONAL_NUMBER
from yui.ui.pages.desk_parts import Cell, Column, Press, Row
from yui.ui.pages.parts import Choice
from yui.ui.pages.text import unbroken

LONGEST_HEADING: Final = 30
LONGEST_NOTE: Final = 60
FOUND_COLUMNS: Final = (Column("名前"), Column("電話"), Column("状態"), Column(""))
AUDIENCES: Final = (
    Choice(Scope.PAPER, "本人・家族にわたす紙", "紙にのせてよいと言われたことだけがのります。"),
    Choice(
        Scope.PROFESSIONALS,
        "会議で使う紙（職員用）",
        "SC・包括・ケアマネまでのこともあります。わたさないでください。",
    ),
)
_KEY = "sheet"
_FLAGGED: Final = {Flag.NAME: "人の名前", Flag.PHONE: "電話番号"}
_TOO_LONG = "{}は、{}字までで書いてください。いまは{}字あります。"


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """This value will hold a sheet: its heading, whom it is for, notes by short code in order.

    `is_looked_at` says that somebody looked at what seems to be a name or a number in it.
    """

    heading: str = ""
    audience: Scope = Scope.PAPER
    notes: Mapping[str, str] = field(default_factory=dict)
    is_looked_at: bool = False

    def typed(self, *, heading: str, audience: Scope, notes: Mapping[str, str]) -> KeptSheet:
        """This method will return the sheet with other words; what is new was not looked at."""
        given = KeptSheet(heading, audience, dict(notes))
        is_same = (given.heading, given.notes) == (self.heading, self.notes)
        return replace(given, is_looked_at=self.is_looked_at and is_same)

    def cleaned(self) -> KeptSheet:
        """This method will return the sheet as it is kept. Raises: SheetRefused."""
        heading = _line(self.heading, "見出し", LONGEST_HEADING)
        notes = {code: _line(text, "ひとこと", LONGEST_NOTE) for code, text in self.notes.items()}
        return replace(self, heading=heading, notes=notes)

    def with_codes(self, codes: Iterable[str]) -> KeptSheet:
        """This method will add services at the end, each once. Raises: SheetRefused when full."""
        notes = dict(self.notes)
        for code in codes:
            notes.setdefault(code, "")
        if len(notes) > MOST_PICKED:
            raise SheetRefused(f"シートに入るのは、{MOST_PICKED}件までです。はずしてから入れます。")
        return replace(self, notes=notes)

    def without(self, code: str) -> KeptSheet:
        """This method will take one service off."""
        return replace(self, notes={key: self.notes[key] for key in self.notes if key != code})

    def moved_up(self, code: str) -> KeptSheet:
        """This method will let one service change places with the one before it."""
        order = list(self.notes)
        place = order.index(code) if code in order else 0
        if place:
            order[place - 1], order[place] = order[place], order[place - 1]
        return replace(self, notes={key: self.notes[key] for key in order})

    def looked_at(self) -> KeptSheet:
        """This method will note that somebody looked at what was found."""
        return replace(self, is_looked_at=True)

    @property
    def findings(self) -> tuple[str, ...]:
        """This property will say which words seem to name or reach a person."""
        texts = {"見出し": self.heading, "ひとこと": "\n".join(self.notes.values())}
        return tuple(
            f"{label}に、{_FLAGGED[flag]}のような字があります。"
            for label, text in texts.items()
            for flag in flags_in(text)
        )

    @property
    def must_be_looked_at(self) -> bool:
        """This property will say that somebody should look before it is printed."""
        return bool(self.findings) and not self.is_looked_at


@dataclass(frozen=True, slots=True)
class SheetLine:
    """This value will hold one service of the sheet as the page shows it."""

    code: str
    name: str
    href: str
    detail: str
    note: str
    finding: str
    is_first: bool


def kept_sheet(request: HttpRequest) -> KeptSheet:
    """This function will return the sheet of this session and role; an empty one at first."""
    kept = request.session.get(_KEY)
    if not kept or kept["membership"] != viewer_of(request).membership_id:
        return KeptSheet()
    notes = dict(kept["notes"])
    return KeptSheet(kept["heading"], Scope(kept["audience"]), notes, kept["is_looked_at"])


def keep_sheet(request: HttpRequest, sheet: KeptSheet) -> None:
    """This function will keep the sheet until the session ends."""
    request.session[_KEY] = {
        "membership": viewer_of(request).membership_id,
        "heading": sheet.heading,
        "audience": sheet.audience.value,
        "notes": [[code, text] for code, text in sheet.notes.items()],
        "is_looked_at": sheet.is_looked_at,
    }


def lines_of(
    sheet: KeptSheet, cards: Iterable[ServiceCard], printed: Collection[str]
) -> tuple[SheetLine, ...]:
    """This function will return the lines of a sheet; `printed` are the codes that go on paper."""
    by_code = {card.short_code: card for card in cards}
    found = [by_code[code] for code in sheet.notes if code in by_code]
    return tuple(
        SheetLine(
            card.short_code,
            card.name,
            card.url,
            _detail(card),
            sheet.notes[card.short_code],
            "" if card.short_code in printed else _why_not(sheet.audience),
            is_first=place == 0,
        )
        for place, card in enumerate(found)
    )


def found_rows(cards: Iterable[ServiceCard], picked: Collection[str]) -> tuple[Row, ...]:
    """This function will return what was found, each with the button that puts it in."""
    return tuple(
        Row(
            (
                Cell(card.name, href=card.url, detail=_place(card)),
                _phone(card),
                Cell(card.staff_mark or card.status_label),
                Cell("入っています")
                if card.short_code in picked
                else Cell(press=Press("入れる", "act", f"add:{card.short_code}")),
            )
        )
        for card in cards
    )


def codes_to_add(cards: Iterable[ServiceCard], sheet: KeptSheet) -> str:
    """This function will name what was found and is not on the sheet yet."""
    return ",".join(card.short_code for card in cards if card.short_code not in sheet.notes)


def answer_of(sheet: KeptSheet) -> str:
    """This function will say in one sentence how far the sheet is."""
    if not sheet.notes:
        return "制度の手助けも、地域の集まりも、ここに入れて1枚の紙にします。"
    pages = "A4で1枚から2枚です。" if len(sheet.notes) > 4 else "A4で1枚です。"
    return f"{len(sheet.notes)} 件入っています。{pages}"


def address(**asked: str) -> str:
    """This function will return the address of the sheet's page."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("portal:sheet") + (f"?{query}#found" if query else "")


def not_found_address(viewer: Viewer, words: str) -> str:
    """This function will lead to telling the SC what was not found; "" where nobody answers."""
    home = municipality_of(viewer.area_path or "")
    if not home or not may_ask(viewer, area_path=home):
        return ""
    return f"{reverse('directory:inquiry-new')}?{urlencode({'q': words})}"


def _line(text: str, label: str, most: int) -> str:
    try:
        line = clean_line(text)
    except TextRefused as refused:
        raise SheetRefused(f"{label}の{refused}") from refused
    if find_my_numbers(line):
        raise SheetRefused(str(PERSONAL_NUMBER))
    if len(line) > most:
        raise SheetRefused(_TOO_LONG.format(label, most, len(line)))
    return line


def _place(card: ServiceCard) -> str:
    return "・".join(filter(None, (card.organization_name, card.sphere_name or card.area_name)))


def _detail(card: ServiceCard) -> str:
    line = card.phone or card.ask_at
    return "　".join(filter(None, (_place(card), line.number if line else "")))


def _phone(card: ServiceCard) -> Cell:
    line = card.phone or card.ask_at
    return Cell(unbroken(line.number), detail=line.whose or line.note) if line else Cell()


def _why_not(audience: Scope) -> str:
    if audience is Scope.PAPER:
        return "わたす紙にはのりません。紙にのせない約束のためです。"
    return "この紙にはのりません。下書きか、庁内だけの約束のためです。"
