"""The sentences that every product carries, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yui.booklets.queries import ListSheet, Sheet
from yui.lib.clock import format_date_ja

# 28 mm over the 69 modules of version 11 with its quiet zone are 0.4 mm each, which cheap phones
# read from worn paper; version 11 holds 251 bytes at level M (JIS X 0510, table 7).
_LONGEST_IN_QR = 251
# Nobody types a longer address from paper; the QR code holds it.
_LONGEST_TYPED = 60
NO_RECOMMENDATION = "掲載は推奨ではありません。"
SAMPLE = "これは見本です。名前も電話番号も、作ったものです。"


@dataclass(frozen=True, slots=True)
class Opened:
    """This value will hold what a QR code opens: its whole address, and the page in words."""

    url: str
    words: str


def opened_by(sheet: Sheet, base_url: str) -> Opened:
    """This function will choose the address of a QR code: the town's page when the own is too long.

    `base_url` has no slash at its end.
    """
    whole = base_url + sheet.address
    if len(whole.encode()) <= _LONGEST_IN_QR:
        return Opened(whole, sheet.opens)
    return Opened(base_url + sheet.home, f"{sheet.place}のページ")


def newest_at(url: str) -> str:
    """This function will say where the newest content is read; "" for an address nobody types."""
    shown = url.removeprefix("https://").removeprefix("http://")
    if len(shown) > _LONGEST_TYPED or "?" in shown:
        return ""
    return f"新しい内容は {shown} で見られます。"


def intro_of(found: ListSheet) -> str:
    """This function will say how many services a list holds, by which rule, and what that means."""
    rule = found.order.partition("。")[0]
    return f"{len(found.entries)}件です。{rule}。{NO_RECOMMENDATION}"


def left_out_of(found: ListSheet) -> str:
    """This function will say in one line how many services are not on the list, and why."""
    parts = []
    if found.found > found.asked + found.missing:
        parts.append(f"見つかった{found.found:,}件のうち、はじめの{found.asked}件から作りました。")
    if found.not_for_paper:
        parts.append(
            f"{found.not_for_paper}件は、紙にのせない約束か、まだ確かめていないか、"
            "確かめてから長くたっているため、のせていません。"
        )
    if found.missing:
        parts.append(f"{found.missing}件は、終わったか、見つからないため、のせていません。")
    return "".join(parts)


def main_line(sheet: Sheet) -> str:
    """This function will name 「困ったときの電話」 in one line."""
    main = sheet.main
    if not main.number:
        return f"困ったときは: {main.who}。"
    hours = f"（{main.hours}）" if main.hours else ""
    return f"困ったときの電話: {main.who} {main.number}{hours}"


def printed_line(sheet: Sheet) -> str:
    """This function will say when a sheet was printed and where to report what is wrong on it."""
    told = f" {sheet.main.number} " if sheet.main.number else "、お住まいの市区町村の役所・役場"
    return f"{format_date_ja(sheet.printed_date)}に印刷　まちがいは{told}へ"


def publisher_line(sheet: Sheet) -> str:
    """This function will name the municipality whose list this is; "" when it takes no part."""
    return f"発行: {sheet.publisher}" if sheet.publisher else ""


def credit_lines(credits_found: Iterable[str]) -> tuple[str, ...]:
    """This function will say whose lists the services come from, one line each."""
    return tuple(f"出典: {credit}" for credit in credits_found)


def about_lines(found: ListSheet, opened: Opened, *, has_box: bool = False) -> tuple[str, ...]:
    """This function will return what stands at the end of a list, one line each.

    With `has_box` 「困ったときの電話」 stands on every page already.
    """
    lines = (
        "" if has_box else main_line(found.sheet),
        newest_at(opened.url),
        *credit_lines(found.credits),
        publisher_line(found.sheet),
        SAMPLE if found.sheet.is_sample else "",
    )
    return tuple(line for line in lines if line)
