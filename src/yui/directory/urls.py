"""The doors of the directory room, under `/directory/`."""

from django.urls import path

from yui.directory.views import (
    changes,
    due,
    entries,
    inquiries,
    lists,
    reports,
    reviewing,
    same,
    services,
    slips,
)

app_name = "directory"
urlpatterns = [
    path("new/", entries.new, name="new"),
    path("alike/", entries.alike, name="alike"),
    path("drafts/", entries.drafts, name="drafts"),
    path("drafts/<uuid:draft_id>/", entries.draft, name="draft"),
    path("drafts/<uuid:draft_id>/preview/", reviewing.draft_preview, name="draft-preview"),
    path(
        "submissions/<uuid:submission_id>/preview/",
        reviewing.submission_preview,
        name="submission-preview",
    ),
    path("submissions/<uuid:submission_id>/approve/", reviewing.approve, name="approve"),
    path("services/<str:short_code>/edit/", entries.edit, name="edit"),
    path("services/<str:short_code>/history/", reviewing.history, name="history"),
    path("services/<str:short_code>/", services.service, name="service"),
    path("organizations/<str:short_code>/", services.organization, name="organization"),
    path("fields/<slug:code>/", services.field, name="field"),
    path("same/", same.same_list, name="same"),
    path("same/<uuid:pair_id>/", same.same_pair, name="same-pair"),
    path("list/", lists.chosen_list, name="list"),
    path("list/add/", lists.add_to_list, name="list-add"),
    path("list/remove/", lists.remove_from_list, name="list-remove"),
    path("list/keep/", lists.keep_list, name="list-keep"),
    path("services/<str:short_code>/report/", reports.report_service, name="report-service"),
    path(
        "organizations/<str:short_code>/report/",
        reports.report_organization,
        name="report-organization",
    ),
    path("reports/<str:code>/", reports.report_outcome, name="report"),
    path("slip/", slips.answered, name="slip-code"),
    path("slip/<str:token>/", slips.slip, name="slip"),
    path("due/", due.due, name="due"),
    path("due.csv", due.due_csv, name="due-csv"),
    path("due.xlsx", due.due_xlsx, name="due-xlsx"),
    path("due/<str:short_code>/", due.due_one, name="due-one"),
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/new/", inquiries.new, name="inquiry-new"),
    path("inquiries/days/", inquiries.days, name="inquiry-days"),
    path("inquiries/<uuid:inquiry_id>/", inquiries.inquiry, name="inquiry"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<uuid:change_id>/", changes.change, name="change"),
]
