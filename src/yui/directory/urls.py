"""The doors of the directory room, under `/directory/`."""

from django.urls import path

from yui.directory import views

app_name = "directory"
urlpatterns = [
    path("services/<str:short_code>/", views.service, name="service"),
    path("organizations/<str:short_code>/", views.organization, name="organization"),
    path("fields/<slug:code>/", views.field, name="field"),
    path("list/", views.chosen_list, name="list"),
    path("list/add/", views.add_to_list, name="list-add"),
    path("list/keep/", views.keep_list, name="list-keep"),
]
