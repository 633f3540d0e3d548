"""The doors of the members room, under `/members/`."""

from django.urls import path

from yui.members.views import applying, claims, deciding, own, public

app_name = "members"
urlpatterns = [
    path("", public.join, name="join"),
    path("list/", public.member_list, name="list"),
    path("claim/<str:short_code>/", claims.claim, name="claim"),
    path("register/", applying.register, name="register"),
    path("continue/", applying.go_on, name="continue"),
    path("application/<str:secret>/", applying.application, name="application"),
    path("application/<str:secret>/send/", applying.send, name="send"),
    path("application/<str:secret>/<slug:step>/", applying.step, name="step"),
    path("own/", own.own, name="own"),
    path("claims/", deciding.claims, name="claims"),
    path("claims/<uuid:application_id>/", deciding.claim, name="claim-desk"),
    path("submissions/<uuid:submission_id>/approve/", deciding.approve, name="approve"),
    path("submissions/<uuid:submission_id>/preview/", deciding.preview, name="preview"),
    path("<str:short_code>/", public.member, name="member"),
]
