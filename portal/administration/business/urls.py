"""Addresses of Store for Business."""

from django.urls import path

from portal.administration import benefit, domains, sign_in
from portal.administration.business import support, views

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", sign_in.front, name="home"),
    path("signed-in/", sign_in.signed_in, name="signed-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("signed-out/", sign_in.signed_out, name="signed-out"),
    path("support/", support.overview, name="support"),
    path("support/vlsc/", support.licensing_center, name="vlsc-support"),
    path("support/administrators/", support.administrators, name="administrator-support"),
    path("<slug:key>/", views.home, name="organization"),
    path("<slug:key>/benefits/", views.benefits, name="benefits"),
    path("<slug:key>/benefits/manage/", views.manage, name="manage"),
    path("<slug:key>/benefits/manage/hup/", benefit.overview, name="hup"),
    path("<slug:key>/directory/", benefit.create_directory, name="directory"),
    path("<slug:key>/benefits/manage/hup/domains/", domains.overview, name="domains"),
    path("<slug:key>/benefits/manage/hup/domains/<int:pk>/verify/", domains.verify, name="verify-domain"),
    path("<slug:key>/benefits/manage/hup/domains/<int:pk>/remove/", domains.remove, name="remove-domain"),
]
