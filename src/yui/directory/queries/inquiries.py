"""Questions to the coordinator: what waits for whom, and what was answered about a service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from yui.accounts.queries import answer_days_at, coordinators_within
from yui.areas.queries import AreaInfo, layers_of
from yui.areas.rules import within
from yui.areas.states import Tier
from yui.directory.errors import InquiryNotFound
from yui.directory.models import Inquiry
from yui.directory.queries.cards import service_url
from yui.directory.queries.values import Page, page_within
from yui.directory.queries.visible import visible_services
from yui.directory.rules import may_answer, may_ask, rung_of, rungs_over
from yui.directory.states import Rung, Weekday
from yui.lib.clock import date_in_jst
from yui.policy.decide import municipality_of
from yui.policy.viewer import Viewer
from yui.taxonomy.queries import terms_of

INQUIRIES_PAGE_SIZE = 30
NEEDS = "trouble"


@dataclass(frozen=True, slots=True)
class InquiryView:
    """This value will hold one question as staff read it.

    `name` is the service asked about, "" where nothing was found; `need` and `day` are words.
    `held_by` is who has it now, None once it is answered; `passed_days` says how many days nobody
    answered, once it was passed on.
    """

    id: UUID
    name: str
    url: str
    area_path: str
    area_name: str
    need: str
    day: str
    words: str
    asked_from: str
    asked_on: date
    held_by: Rung | None
    passed_days: int
    answer: str
    answered_from: str
    answered_on: date | None

    @property
    def title(self) -> str:
        """This property will name the question in one line."""
        looked_for = "・".join(filter(None, (self.need, self.day)))
        return self.name or f"見つからなかった: {looked_for or self.words[:20]}"


def visible_inquiries(viewer: Viewer, *, on: date) -> QuerySet[Inquiry]:
    """This function will return the questions a viewer may read.

    Those asked in the own area by whoever answers there; the own office's; and in the own town
    those about a service that the viewer may see: the answer stays with the service.
    """
    path = viewer.area_path
    if path is None:
        return Inquiry.objects.none()
    seen = Q(pk__in=())
    if may_answer(viewer, area_path=path):
        seen |= within(path, "area__path")
    home = municipality_of(path)
    if home and may_ask(viewer, area_path=home):
        if viewer.body_id is not None:
            seen |= Q(asked_by__body=viewer.body_id) & within(home, "area__path")
        services = visible_services(viewer, on=on)
        seen |= Q(service__in=services.values("id")) & within(home, "area__path")
    return Inquiry.objects.filter(seen)


def inquiries_page(viewer: Viewer, *, at: datetime, number: int = 1) -> Page[InquiryView]:
    """This function will return one page of the questions: what waits first, oldest first."""
    rows = visible_inquiries(viewer, on=date_in_jst(at))
    total = rows.count()
    number = page_within(number, total, INQUIRIES_PAGE_SIZE)
    first = (number - 1) * INQUIRIES_PAGE_SIZE
    found = _in_order(rows)[first : first + INQUIRIES_PAGE_SIZE]
    return Page(_views(found, viewer, at), total, number, INQUIRIES_PAGE_SIZE)


def open_inquiries(viewer: Viewer, *, at: datetime) -> tuple[InquiryView, ...]:
    """This function will return what waits for the viewer's answer, the oldest first.

    What nobody answered in time has come to the next, and stays with those who had it.
    """
    own = rung_of(viewer.role)
    if own is None or not may_answer(viewer, area_path=viewer.area_path or ""):
        return ()
    rows = Inquiry.objects.filter(
        within(viewer.area_path or "", "area__path"), answered_at__isnull=True
    )
    found = _views(_in_order(rows), viewer, at)
    return tuple(view for view in found if view.held_by is not None and own <= view.held_by)


def awaited_inquiries(viewer: Viewer, *, at: datetime) -> tuple[InquiryView, ...]:
    """This function will return what the own office asked and waits for."""
    if viewer.body_id is None:
        return ()
    rows = Inquiry.objects.filter(asked_by__body=viewer.body_id, answered_at__isnull=True)
    return _views(_in_order(rows), viewer, at)


def answered_since(viewer: Viewer, *, since: datetime, at: datetime) -> tuple[InquiryView, ...]:
    """This function will return the answers to what this person asked, since a moment."""
    rows = Inquiry.objects.filter(asked_by=viewer.membership_id, answered_at__gt=since)
    return _views(_in_order(rows), viewer, at)


def get_inquiry(viewer: Viewer, inquiry_id: UUID, *, at: datetime) -> InquiryView:
    """This function will return one question. Raises: InquiryNotFound."""
    rows = visible_inquiries(viewer, on=date_in_jst(at)).filter(id=inquiry_id)
    found = _views(_in_order(rows), viewer, at)
    if not found:
        raise InquiryNotFound
    return found[0]


def inquiries_about(viewer: Viewer, service_id: UUID, *, at: datetime) -> tuple[InquiryView, ...]:
    """This function will return what was asked about one service, for staff of its town."""
    rows = visible_inquiries(viewer, on=date_in_jst(at)).filter(service=service_id)
    return _views(_in_order(rows), viewer, at)


def days_before(viewer: Viewer, *, on: date) -> int:
    """This function will say after how many days work without an answer comes to the viewer.

    None for the first of the town who has it, and for who answers nothing.
    """
    own, home = rung_of(viewer.role), municipality_of(viewer.area_path or "")
    if own is None or not home:
        return 0
    roles = {rung_of(role) for role, _path in coordinators_within(home, on=on)}
    before = [rung for rung in roles if rung is not None and rung < own]
    return answer_days_at(home) * len(before) if before else 0


def areas_to_tell(viewer: Viewer) -> tuple[AreaInfo, ...]:
    """This function will return the 圏域 of the own town, for what was not found in one of them."""
    home = municipality_of(viewer.area_path or "")
    return layers_of(home, Tier.SPHERE) if home else ()


def _in_order(rows: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    return rows.select_related("service", "area").order_by(
        F("answered_at").desc(nulls_first=True), "asked_at", "id"
    )


def _views(rows: Iterable[Inquiry], viewer: Viewer, at: datetime) -> tuple[InquiryView, ...]:
    found = list(rows)
    if not found:
        return ()
    home = municipality_of(viewer.area_path or "")
    people = coordinators_within(home, on=date_in_jst(at)) if home else ()
    days = answer_days_at(home)
    needs = {term.code: term.plain_name or term.name for term in terms_of(NEEDS)}
    return tuple(_view(row, rungs_over(row.area.path, people), days, needs, at) for row in found)


def _view(
    row: Inquiry, rungs: Sequence[Rung], days: int, needs: dict[str, str], at: datetime
) -> InquiryView:
    asked_on = date_in_jst(row.asked_at)
    waited = (date_in_jst(at) - asked_on).days
    step = min(waited // days, len(rungs) - 1)
    is_open = row.answered_at is None
    return InquiryView(
        id=row.id,
        name=row.service.name if row.service else "",
        url=service_url(row.service.short_code) if row.service else "",
        area_path=row.area.path,
        area_name=row.area.name,
        need=needs.get(row.need, ""),
        day=str(Weekday(row.day).label) if row.day else "",
        words=row.words,
        asked_from=row.asked_from,
        asked_on=asked_on,
        held_by=rungs[step] if is_open else None,
        passed_days=waited if is_open and step else 0,
        answer=row.answer,
        answered_from=row.answered_from,
        answered_on=date_in_jst(row.answered_at) if row.answered_at else None,
    )
