"""Addresses of the account site."""

from django.urls import path

from portal.account import views
from portal.preferences import views as preferences_views

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("create/", views.create, name="create"),
    path("authorize/", views.authorize, name="authorize"),
    path("market/", preferences_views.receive, {"site": "account"}, name="preferences"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("signed-out/", views.signed_out, name="signed-out"),
]
