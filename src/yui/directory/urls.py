"""The doors of the directory room, under `/directory/`."""

from django.urls import path

from yui.directory.views import lists, same, services

app_name = "directory"
urlpatterns = [
    path("services/<str:short_code>/", services.service, name="service"),
    path("organizations/<str:short_code>/", services.organization, name="organization"),
    path("fields/<slug:code>/", services.field, name="field"),
    path("same/", same.same_list, name="same"),
    path("same/<uuid:pair_id>/", same.same_pair, name="same-pair"),
    path("list/", lists.chosen_list, name="list"),
    path("list/add/", lists.add_to_list, name="list-add"),
    path("list/remove/", lists.remove_from_list, name="list-remove"),
    path("list/keep/", lists.keep_list, name="list-keep"),
]
