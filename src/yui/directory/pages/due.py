"""The work list of an office: its table, its words on the telephone, its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yui.directory.queries import ServiceCard
from yui.directory.queries.cards import OFFICE_NUMBER
from yui.directory.queries.due import TRIES_BY_PHONE, DueLine, DueOrder
from yui.lib import xlsx
from yui.lib.clock import format_date_ja
from yui.ui.pages.desk_parts import Cell, Column, Press, Row, StateWord

_ORDERS = {
    DueOrder.NAME: (_("名前"), _("（あいうえお順）"), False),
    DueOrder.OLDEST: (_("さいごに確かめた日"), _("（古い順）"), False),
    DueOrder.USED: (_("見られた回数（1年）"), _("（多い順）"), True),
}
NEVER = "まだ確かめていません"


def columns(order: DueOrder) -> tuple[Column, ...]:
    """This function will return the heads of the table; three of them sort it."""
    sorting = {each: _sorting(each, is_now=each is order) for each in _ORDERS}
    return (
        sorting[DueOrder.NAME],
        sorting[DueOrder.OLDEST],
        sorting[DueOrder.USED],
        Column("電話"),
        Column("電話のようす"),
        Column(""),
    )


def _sorting(order: DueOrder, *, is_now: bool) -> Column:
    label, words, is_number = _ORDERS[order]
    return Column(
        label,
        is_number=is_number,
        sort_href=f"{reverse('directory:due')}?{urlencode({'sort': order})}",
        sorted=("descending" if is_number else "ascending") if is_now else "",
        sorted_words=words if is_now else "",
    )


def rows(lines: Iterable[DueLine]) -> tuple[Row, ...]:
    """This function will return services as rows; one press confirms."""
    return tuple(
        Row(
            (
                Cell(line.card.name, detail_href(line.card), line.card.organization_name),
                Cell(checked_on(line), detail=line.card.status_label if line.card.paused else ""),
                Cell(f"{line.views:,}", is_number=True),
                Cell(number_of(line.card), detail=hours_of(line.card)),
                tries_cell(line),
                Cell(press=Press("確認した", "confirm", line.card.short_code)),
            )
        )
        for line in lines
    )


def detail_href(card: ServiceCard) -> str:
    """This function will return the page of one service to ask about."""
    return reverse("directory:due-one", args=[card.short_code])


def checked_on(line: DueLine) -> str:
    """This function will say when a service was last confirmed."""
    day = line.card.freshness.confirmed_on
    return format_date_ja(day) if day else NEVER


def number_of(card: ServiceCard) -> str:
    """This function will return the number to call; FAX or mail where there is none."""
    if card.phone is not None:
        return (
            f"{card.phone.number}（{card.phone.whose}）" if card.phone.whose else card.phone.number
        )
    return "、".join(f"{way.word} {way.value}" for way in card.others[:1])


def hours_of(card: ServiceCard) -> str:
    """This function will say when the number is answered, and whether it is the office's alone."""
    if card.phone is None:
        return ""
    return "　".join(part for part in (card.phone.hours, card.phone.note) if part)


def tries_cell(line: DueLine) -> Cell:
    """This function will say how often nobody answered; after three times another way is named."""
    if not line.tries or line.asked_on is None:
        return Cell()
    said = f"{line.tries}回つながりませんでした"
    last = f"さいごは{format_date_ja(line.asked_on)}"
    if line.is_unreachable:
        return Cell(said, detail=last, word=StateWord("はがきか、たずねる", "urgent"))
    return Cell(said, detail=last)


def script_of(line: DueLine, *, office: str, person: str) -> tuple[str, ...]:
    """This function will give the words for the telephone, one sentence or question a line."""
    card = line.card
    when = (
        f"日時は、「{card.when}」でよろしいでしょうか。"
        if card.when
        else "日時を、教えてください。"
    )
    where = f"場所は、「{card.where}」でよろしいでしょうか。" if card.where else ""
    said = (
        f"もしもし。{office}の{person}と申します。「{card.name}」のことで、お電話しました。",
        "ご案内している内容が、いまも合っているか、確かめさせてください。1分ほどで終わります。",
        when,
        where,
        _number_question(card),
        "しばらくお休みする予定は、ありますか。",
        "ありがとうございました。かわったことがあったら、いつでもお知らせください。",
    )
    return tuple(line for line in said if line)


def _number_question(card: ServiceCard) -> str:
    """A number that residents do not see is not asked about as if they did."""
    if card.phone is None or card.phone.whose:
        return ""
    if OFFICE_NUMBER in card.phone.note:
        return "この電話番号は、住民の方には出していません。このままでよろしいでしょうか。"
    return f"お知らせしている電話番号は、{card.phone.number}でよろしいでしょうか。"


_IN_ORDER = {
    DueOrder.OLDEST: "古いものから、同じ古さではよく見られるものからです。",
    DueOrder.USED: "よく見られるものからです。",
    DueOrder.NAME: "名前の順です。",
}


def answer(total: int, order: DueOrder) -> str:
    """This function will say in one sentence how much there is to do, and in which order."""
    if not total:
        return "確かめるものは、ありません。"
    return f"確かめるものが {total:,} 件あります。{_IN_ORDER[order]}"


def unreachable_words() -> str:
    """This function will say what to do after several calls in vain."""
    return (
        f"電話が{TRIES_BY_PHONE}回つながりませんでした。"
        "はがきを出すか、たずねるか、民生委員や集会所の管理人に聞いてください。"
    )


_FILE_COLUMNS = (
    xlsx.Column("名前", width=30),
    xlsx.Column("団体", width=24),
    xlsx.Column("さいごに確かめた日", xlsx.ColumnKind.DATE),
    xlsx.Column("確かめ方", width=40),
    xlsx.Column("見られた回数（1年）", xlsx.ColumnKind.NUMBER),
    xlsx.Column("電話", width=20),
    xlsx.Column("受付の時間", width=24),
    xlsx.Column("つながらなかった回数", xlsx.ColumnKind.NUMBER),
    xlsx.Column("日時", width=30),
    xlsx.Column("場所", width=30),
    xlsx.Column("コード"),
)


def file_rows(lines: Iterable[DueLine]) -> list[tuple[xlsx.Value, ...]]:
    """This function will return services as rows of a file, for who works on paper."""
    return [
        (
            line.card.name,
            line.card.organization_name,
            line.card.freshness.confirmed_on,
            line.card.freshness.sentence.partition("。")[0],
            line.views,
            number_of(line.card),
            hours_of(line.card),
            line.tries,
            line.card.when,
            line.card.where,
            line.card.short_code,
        )
        for line in lines
    ]


def as_workbook(found: Sequence[tuple[xlsx.Value, ...]]) -> bytes:
    """This function will return the work list as an Excel file without formulas."""
    return xlsx.write_workbook([xlsx.Page("確認の仕事", _FILE_COLUMNS, found)])


def as_table(found: Iterable[tuple[xlsx.Value, ...]]) -> list[list[str | int | float | None]]:
    """This function will return the work list as the rows of a CSV file, its heads first."""
    heads: list[str | int | float | None] = [column.title for column in _FILE_COLUMNS]
    return [heads, *([_plain(value) for value in row] for row in found)]


def _plain(value: xlsx.Value) -> str | int | float | None:
    return value if isinstance(value, (str, int, float)) or value is None else value.isoformat()
