"""Taking lists out: the area's records in the form of a published list, which comes in again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from yui.areas.queries import area_by_path
from yui.directory.formats.writers import rows_of
from yui.directory.states import Scope
from yui.exchange.actions import noted
from yui.exchange.queries.export import SECTORS, written_records
from yui.exchange.rules import may_import
from yui.exchange.views.desk import staff_area
from yui.lib.clock import date_in_jst
from yui.lib.csvfile import csv_lines
from yui.policy.door import door

INTERNAL = "internal"


@door(policy="staff")
def export(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """This view will give the listed records of the viewer's area as CSV, as everybody may have it.

    With ?scope=internal it holds all the office may see, its name says that it stays inside, and
    the journal says who took it.
    """
    viewer, area_path = staff_area(request)
    if kind not in SECTORS or not may_import(viewer, area_path=area_path):
        raise Http404
    at = timezone.now()
    on = date_in_jst(at)
    is_internal = request.GET.get("scope") == INTERNAL
    audience = None if is_internal else Scope.OPENDATA
    records = written_records(viewer, kind=kind, area_path=area_path, on=on, audience=audience)
    if is_internal:
        records = noted(records, by=viewer, at=at, area_path=area_path)
    response = StreamingHttpResponse(
        csv_lines(rows_of(kind, records)), content_type="text/csv; charset=utf-8"
    )
    code = area_by_path(area_path).code or "nation"
    name = f"{code}_{kind}_{'庁内用（外に出さない）' if is_internal else '公開用'}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
