"""The doors of the areas room: finding one's town and one's own 包括."""

from django.urls import path

from yui.areas import views

app_name = "areas"
urlpatterns = [
    path("", views.prefecture_list, name="prefectures"),
    path("find/", views.find, name="find"),
    path("<str:code>/", views.municipality_list, name="municipalities"),
    path("<str:code>/centre/", views.centre, name="centre"),
]
