"""Asking the coordinator of an area, and answering."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yui.accounts.queries import body_name
from yui.areas.models import Area
from yui.directory.actions import cleaning
from yui.directory.errors import InputRefused, InquiryNotFound, InquiryRefused, NotYours
from yui.directory.models import Inquiry, Service, ServiceAtLocation
from yui.directory.queries.inquiries import NEEDS, visible_inquiries
from yui.directory.queries.pages import service_id_of
from yui.directory.rules import may_answer, may_ask
from yui.directory.states import Weekday
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer
from yui.taxonomy.queries import terms_of

KEPT_YEARS = 3


def ask_about_service(*, by: Viewer, at: datetime, short_code: str, words: str) -> UUID:
    """This function will ask the coordinator of a service's 圏域 about it; returns the question.

    Raises: ServiceNotFound, NotYours (of another town), InputRefused, PersonalNumberRefused.
    """
    with act(by=by, at=at) as done:
        row = Service.objects.select_related("area").get(id=service_id_of(by, short_code, at=at))
        if not may_ask(by, area_path=row.area.path):
            raise NotYours("ほかのまちの手助けのことは、そのまちの窓口に電話で聞いてください。")
        if not words.strip():
            raise InputRefused("words", "聞きたいことを書いてください。")
        return _create(done, _sphere_of(row) or row.area, words, service=row)


def tell_not_found(
    *, by: Viewer, at: datetime, area_path: str, need: str, day: str, words: str
) -> UUID:
    """This function will tell the coordinator what was looked for in vain; returns the question.

    Raises: NotYours, InputRefused, PersonalNumberRefused.
    """
    with act(by=by, at=at) as done:
        area = Area.objects.filter(path=area_path, valid_to=None).first()
        if area is None or not may_ask(by, area_path=area_path):
            raise NotYours("ご自分のまちの圏域をえらんでください。")
        if need and need not in {term.code for term in terms_of(NEEDS)}:
            raise InputRefused("need", "困りごとをえらんでください。")
        if day and day not in Weekday.values:
            raise InputRefused("day", "曜日をえらんでください。")
        if not need and not words.strip():
            raise InputRefused("words", "困りごとをえらぶか、さがしたものを書いてください。")
        return _create(done, area, words, need=need, day=day)


def answer_inquiry(*, by: Viewer, at: datetime, inquiry_id: UUID, answer: str) -> None:
    """This function will answer a question, once.

    Raises: InquiryNotFound, NotYours, InquiryRefused, InputRefused, PersonalNumberRefused.
    """
    with act(by=by, at=at) as done:
        if not visible_inquiries(by, on=date_in_jst(at)).filter(id=inquiry_id).exists():
            raise InquiryNotFound
        row = Inquiry.objects.select_for_update().get(id=inquiry_id)
        if not may_answer(by, area_path=row.area.path):
            raise NotYours("答えるのは、この地域の生活支援コーディネーターと役所です。")
        if row.answered_at is not None:
            raise InquiryRefused("先に、ほかの人が答えました。")
        row.answer = cleaning.line(answer, "answer", Inquiry)
        if not row.answer:
            raise InputRefused("answer", "答えを書いてください。")
        row.answered_by_id, row.answered_at = by.membership_id, at
        row.answered_from = body_name(by.body_id)
        row.save()
        _record(done, row, "answered", ("answer",))


def tidy_inquiries(*, at: datetime) -> int:
    """This function will throw away what was not found, three years on; returns how many.

    What was asked about a service stays with it. Like other tidying it is no act.
    """
    today = date_in_jst(at)
    first = date(today.year - KEPT_YEARS, today.month, 1)
    old = Inquiry.objects.filter(service__isnull=True, asked_at__date__lt=first)
    return old.delete()[0]


def _create(
    done: Act,
    area: Area,
    words: str,
    *,
    service: Service | None = None,
    need: str = "",
    day: str = "",
) -> UUID:
    row = Inquiry.objects.create(
        service=service,
        area=area,
        need=need,
        day=day,
        words=cleaning.line(words, "words", Inquiry),
        asked_by_id=done.by.membership_id,
        asked_from=body_name(done.by.body_id),
        asked_at=done.at,
    )
    _record(done, row, "created", ("service",) if service else ("need",))
    return row.id


def _sphere_of(row: Service) -> Area | None:
    places = ServiceAtLocation.objects.filter(service=row, location__sphere__isnull=False)
    place = places.select_related("location__sphere").order_by("location__name", "id").first()
    return place.location.sphere if place else None


def _record(done: Act, row: Inquiry, verb: str, fields: tuple[str, ...]) -> None:
    done.record(
        f"directory.inquiry.{verb}",
        object_type="directory.inquiry",
        object_id=row.id,
        area_path=row.area.path,
        fields=fields,
    )
