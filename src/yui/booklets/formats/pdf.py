"""Sheets as PDF: plain data for the typst templates, made by the press."""

from __future__ import annotations

from unicodedata import east_asian_width

from yui.booklets.formats.press import printed
from yui.booklets.formats.words import (
    NO_RECOMMENDATION,
    about_lines,
    credit_lines,
    intro_of,
    left_out_of,
    newest_at,
    opened_by,
    printed_line,
    publisher_line,
)
from yui.booklets.queries import NOTE, START, Entry, ListSheet, ServiceSheet, Sheet, Way
from yui.lib.qr import qr_svg

# Entries with more letters than this may break over two pages: they might not fit on one.
_LETTERS_KEPT_TOGETHER = 500
# The large type has room for these; Word, Excel and the card say more.
_IN_LIST = ("どこ", "いつ", "お金", START, NOTE)
# Hours of so many letters (of full width) have room beside 「電話」: 「月曜〜金曜 7時30分〜17時」.
# What is longer stands below the number.
_HOURS_BESIDE_LABEL = 12.9


def list_pdf(found: ListSheet, *, base_url: str, has_memo: bool) -> bytes:
    """This function will return the large-type list. Raises: PressBusy."""
    opened = opened_by(found.sheet, base_url)
    data = _frame_data(found.sheet, base_url) | {
        "intro": intro_of(found),
        "left_out": left_out_of(found),
        "has_memo": has_memo,
        "entries": [_entry_data(entry, found.sheet, _IN_LIST) for entry in found.entries],
        "about": about_lines(found, opened, has_box=True),
    }
    return printed("list.typ", data, title=found.sheet.title)


def service_pdf(found: ServiceSheet, *, base_url: str) -> bytes:
    """This function will return the card of one service. Raises: PressBusy."""
    entry = _entry_data(found.entry, found.sheet, ())
    data = _frame_data(found.sheet, base_url) | {
        "entry": entry | {"checked_whole": found.entry.freshness.sentence},
        "notice": found.paused or (found.entry.status if found.entry.status else ""),
        # Who is closed for now is not asked to begin.
        "start": "" if found.entry.is_paused else found.how_to_start,
        "facts": _facts_of(found),
        "about": _about_service(found, base_url),
    }
    return printed("card.typ", data, title=found.sheet.title)


def _frame_data(sheet: Sheet, base_url: str) -> dict[str, object]:
    opened = opened_by(sheet, base_url)
    words = f"右の四角をスマホで写すと、{opened.words}が開きます。"
    return {
        "title": sheet.title,
        "place": sheet.place,
        "tab": sheet.tab,
        "is_sample": sheet.is_sample,
        "main": {
            "who": sheet.main.who,
            "number": sheet.main.number,
            "hours": sheet.main.hours,
        },
        "qr": qr_svg(opened.url, title=words),
        "qr_words": words,
        "foot": printed_line(sheet),
    }


def _entry_data(entry: Entry, sheet: Sheet, labels: tuple[str, ...]) -> dict[str, object]:
    facts = [
        (label, _nearby(value, sheet.prefix)) for label, value in entry.facts if label in labels
    ]
    letters = sum(map(len, (entry.name, entry.summary, *(value for _label, value in facts))))
    ask, _stop, whom = entry.ask_first.partition("。")
    # A window whose number stands on the sheet already need not be named once more.
    numbers = (sheet.main.number, *(way.value for way in entry.ways))
    is_named = any(number and number in whom for number in numbers)
    return {
        "name": entry.name,
        "summary": entry.summary,
        "notices": _notices(entry),
        "ways": [_way_data(entry, way) for way in entry.ways],
        "facts": facts,
        "checked": entry.checked,
        "ask": ask,
        "ask_whom": "" if is_named else whom,
        "is_long": letters > _LETTERS_KEPT_TOGETHER,
    }


def _way_data(entry: Entry, way: Way) -> dict[str, object]:
    heading = _way_heading(way)
    return {
        "heading": heading,
        "value": way.value,
        "is_number": way.is_number,
        "is_beside": way.value == dict(entry.facts).get("どこ"),
        "is_unbroken": "@" in way.value,
        "hours": way.hours.split("、") if way.hours else [],
        "has_hours_beside": heading == way.label and _width_of(way.hours) <= _HOURS_BESIDE_LABEL,
        "note": way.note,
    }


def _notices(entry: Entry) -> list[str]:
    """What keeps somebody from coming, below the name, where people look before they call."""
    has_no_room = bool(entry.status) and not entry.is_paused
    return [each for each in (entry.status if has_no_room else "", entry.paused) if each]


def _way_heading(way: Way) -> str:
    """Whose number it is stands beside the word."""
    return f"{way.label}（{way.whose}）" if way.whose else way.label


def _width_of(text: str) -> float:
    """This function will estimate the width of a line in letters of full width."""
    return sum(
        0.3 if letter == " " else 1.0 if east_asian_width(letter) in "WFA" else 0.7
        for letter in text
    )


def _nearby(value: str, prefix: str) -> str:
    """On a town's own sheet addresses need not name the town again."""
    return value.removeprefix(prefix).replace(f"（{prefix}", "（", 1)


def _facts_of(found: ServiceSheet) -> list[tuple[str, tuple[str, ...]]]:
    known = dict(found.entry.facts)
    pairs = (
        ("どこ", (_nearby(known["どこ"], found.sheet.prefix),) if "どこ" in known else ()),
        ("いつ", found.schedule),
        ("お金", found.fees),
        ("使える人", (found.eligibility,) if found.eligibility else ()),
        ("ほかに", (known["ほかに"],) if "ほかに" in known else ()),
        ("持ち物", found.documents),
        ("乗り降り", ("、".join(found.access),)),
        ("できないこと", found.cannot),
        ("団体", (found.entry.organization_name,)),
    )
    return [(label, lines) for label, lines in pairs if any(lines)]


def _about_service(found: ServiceSheet, base_url: str) -> list[str]:
    newest = newest_at(base_url + found.sheet.address)
    sample = "これは見本です。" if found.sheet.is_sample else ""
    last = "　".join(part for part in (publisher_line(found.sheet), sample) if part)
    credit = credit_lines([found.entry.credit] if found.entry.credit else ())
    return [line for line in (NO_RECOMMENDATION + newest, *credit, last) if line]
