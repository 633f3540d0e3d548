"""The doors of the booklets room, under `/booklets/`."""

from django.urls import path

from yui.booklets import views

app_name = "booklets"
urlpatterns = [
    path("service/<str:short_code>.pdf", views.service_card, name="service"),
    path("list.pdf", views.large_type_list, name="list-pdf"),
    path("list.docx", views.word_list, name="list-docx"),
    path("slips.pdf", views.slips, name="slips"),
    path("claim-letter.pdf", views.letter_of_claim, name="claim-letter"),
    path("registration-form.pdf", views.registration_form, name="registration-form"),
    path("list.xlsx", views.excel_list, name="list-xlsx"),
]
