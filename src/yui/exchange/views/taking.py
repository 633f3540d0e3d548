"""Taking lists out: the area's records in the form of a published list, which comes in again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone

from yui.areas.queries import area_by_path
from yui.directory.formats.writers import rows_of
from yui.exchange.queries.export import SECTORS, written_records
from yui.exchange.rules import may_import
from yui.exchange.views.desk import staff_area
from yui.lib.clock import date_in_jst
from yui.lib.csvfile import csv_lines
from yui.policy.door import door


@door(policy="staff")
def export(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """This view will give the listed records the viewer may see in their area as CSV."""
    viewer, area_path = staff_area(request)
    if kind not in SECTORS or not may_import(viewer, area_path=area_path):
        raise Http404
    on = date_in_jst(timezone.now())
    records = written_records(viewer, kind=kind, area_path=area_path, on=on)
    response = StreamingHttpResponse(
        csv_lines(rows_of(kind, records)), content_type="text/csv; charset=utf-8"
    )
    code = area_by_path(area_path).code or "nation"
    name = f"{code}_{kind}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
