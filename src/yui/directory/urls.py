"""The doors of the directory room, under `/directory/`."""

from django.urls import path

from yui.directory.views import changes, due, lists, reports, services, slips

app_name = "directory"
urlpatterns = [
    path("services/<str:short_code>/", services.service, name="service"),
    path("organizations/<str:short_code>/", services.organization, name="organization"),
    path("fields/<slug:code>/", services.field, name="field"),
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
    path("changes/", changes.changes, name="changes"),
    path("changes/<uuid:change_id>/", changes.change, name="change"),
]
