"""The doors of exchange: /exchange/…"""

from __future__ import annotations

from django.urls import path

from yui.exchange.views import batches, sending, taking

app_name = "exchange"
urlpatterns = [
    path("", batches.batch_list, name="batches"),
    path("new/", sending.upload, name="upload"),
    path("export/<slug:kind>.csv", taking.export, name="export"),
    path("<uuid:batch_id>/", batches.batch, name="batch"),
    path("<uuid:batch_id>/columns/", sending.columns, name="columns"),
    path("<uuid:batch_id>/apply/", batches.apply, name="apply"),
    path("<uuid:batch_id>/cancel/", batches.cancel, name="cancel"),
    path("<uuid:batch_id>/undo/", batches.undo, name="undo"),
    path("<uuid:batch_id>/again/", batches.plan_again, name="again"),
    path("<uuid:batch_id>/publish/", batches.publish, name="publish"),
    path("<uuid:batch_id>/rows/", batches.mend_many, name="mend-many"),
    path("<uuid:batch_id>/rows/<int:row_id>/", batches.mend, name="mend"),
    path("<uuid:batch_id>/report.xlsx", batches.report, name="report"),
]
