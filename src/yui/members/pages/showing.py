"""Members in facts and links, tasks and claims in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.http import urlencode

from yui.lib.clock import format_date_ja, format_moment_ja
from yui.lib.japanese import parse_phone
from yui.members.queries import ClaimLine, ClaimPage, MemberLine, MemberPage, Task
from yui.members.queries.content import in_words, is_begun, terms_for
from yui.members.states import FIELDS_OF, ApplicationState, Field, Step
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord
from yui.ui.pages.parts import Fact, Link, Phone, ShortResult

CLAIM_COLUMNS = (Column("団体"), Column("証明"), Column("申し込んだ日時"))
_WORDS = {
    ApplicationState.SENT: StateWord("返事待ち", "wait"),
    ApplicationState.ADMITTED: StateWord("認めた", "done"),
    ApplicationState.DECLINED: StateWord("認めなかった", "done"),
}


def member_items(lines: Iterable[MemberLine]) -> tuple[ShortResult, ...]:
    """This function will return members as short results of a list."""
    return tuple(
        ShortResult(
            line.name,
            reverse("members:member", args=[line.short_code]),
            "出せるもの　" + "・".join(line.offers),
            "・".join(part for part in (line.kind, line.area_name) if part),
        )
        for line in lines
    )


def offer_links(area_code: str) -> tuple[Link, ...]:
    """This function will return the list narrowed to each kind of offer."""
    here = reverse("members:list")
    asked = {"area": area_code} if area_code else {}
    return tuple(
        Link(term.name, f"{here}?{urlencode({**asked, 'offer': term.code})}")
        for term in terms_for(Field.OFFERS)
    )


def facts_of(page: MemberPage) -> tuple[Fact, ...]:
    """This function will return what a member's page says, one fact a line; empty ones left out."""
    contact = " ".join(part for part in (page.department, page.person) if part)
    said = (
        ("地域", page.areas),
        ("分野", page.fields),
        ("出せるもの", (*page.offers, *page.offer_words.split("\n"))),
        ("望むこと", page.wants.split("\n")),
        ("条件", page.conditions.split("\n")),
        ("これまで", page.cooperation.split("\n")),
        ("法人番号", (page.corporate_number,)),
        ("窓口", (contact, page.email)),
        ("約束した日", (format_date_ja(page.declared_date) if page.declared_date else "",)),
    )
    return _said(said)


def phone_of(page: MemberPage) -> Phone:
    """This function will return the window's telephone."""
    read = parse_phone(page.phone)
    return Phone(read.display if read else page.phone)


def task_words(task: Task) -> str:
    """This function will say how far a task is."""
    if task.is_begun:
        return "書きました" if task.is_done else "とちゅうです"
    return "書かなくてもかまいません" if task.may_be_empty else "まだです"


def answers_of(content: dict[str, object]) -> tuple[tuple[Step, tuple[Fact, ...]], ...]:
    """This function will return what was written, step by step, to be read before sending."""
    return tuple(
        (
            step,
            tuple(
                Fact(str(field.label), tuple(words.split("\n")))
                for field in FIELDS_OF[step]
                if (words := in_words(field, content))
            ),
        )
        for step in Step
        if is_begun(content, step)
    )


def claim_rows(lines: Iterable[ClaimLine]) -> tuple[Row, ...]:
    """This function will return claims as rows; each leads to its page."""
    return tuple(
        Row(
            (
                Cell(
                    line.organization,
                    reverse("members:claim-desk", args=[line.id]),
                    line.area_name,
                ),
                Cell(proof_words(line), word=_WORDS.get(line.state)),
                Cell(format_moment_ja(line.sent_at)),
            )
        )
        for line in lines
    )


def proof_words(line: ClaimLine) -> str:
    """This function will say what is there to prove a claim by."""
    if line.is_proven:
        return "手紙のコードが届きました"
    return "手紙を出しました" if line.has_letter else "まだ確かめていません"


def applicant_of(page: ClaimPage) -> tuple[Fact, ...]:
    """This function will return who claims, and the beginning of their code."""
    contact = page.contact
    said = (
        ("名前", (contact[Field.PERSON], contact[Field.DEPARTMENT])),
        ("電話", (contact[Field.PHONE],)),
        ("メール", (contact[Field.EMAIL],)),
        ("コードのはじめ", (page.spoken,)),
    )
    return _said(said)


def record_of(page: ClaimPage) -> tuple[Fact, ...]:
    """This function will return the numbers and addresses on record."""
    if page.on_record is None:
        return ()
    found = _said((("電話", page.on_record.phones), ("住所", page.on_record.addresses)))
    return found or (Fact("連絡先", ("記録に、電話も住所もありません。",)),)


def _said(said: Iterable[tuple[str, Iterable[str]]]) -> tuple[Fact, ...]:
    found = ((label, tuple(line for line in lines if line)) for label, lines in said)
    return tuple(Fact(label, lines) for label, lines in found if lines)
