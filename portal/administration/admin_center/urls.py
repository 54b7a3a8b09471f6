"""Addresses of the admin center."""

from django.urls import path

from portal.account import views as account_views
from portal.administration import benefit, domains, sign_in
from portal.administration.admin_center import views

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", sign_in.front, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("authorize/", account_views.authorize, name="authorize"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("signed-out/", sign_in.signed_out, name="signed-out"),
    path("<slug:key>/", views.home, name="organization"),
    path("<slug:key>/billing/products/", views.products, name="products"),
    path("<slug:key>/billing/products/benefits/", views.benefits, name="benefits"),
    path("<slug:key>/billing/products/benefits/hup/", benefit.overview, name="hup"),
    path("<slug:key>/directory/", benefit.create_directory, name="directory"),
    path("<slug:key>/settings/domains/", domains.overview, name="domains"),
    path("<slug:key>/settings/domains/<int:pk>/verify/", domains.verify, name="verify-domain"),
    path("<slug:key>/settings/domains/<int:pk>/remove/", domains.remove, name="remove-domain"),
]
