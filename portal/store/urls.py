"""Addresses of the store."""

from django.urls import path

from portal.account import views as account_views
from portal.preferences import views as preferences_views
from portal.store import installing, views

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", views.offers, name="offers"),
    path("other-products/", views.other_products, name="other-products"),
    path("china/", views.offers, name="china"),
    path("hong-kong/", views.offers, name="hong-kong"),
    path("signed-in/", views.signed_in, name="signed-in"),
    path("checkout/<uuid:pk>/", views.checkout, name="checkout"),
    path("checkout/<slug:slug>/", views.begin_checkout, name="begin-checkout"),
    path("orders/", views.orders, name="orders"),
    path("install/", installing.install, name="install"),
    path("orders/<str:number>/", views.order, name="order"),
    path("market/", preferences_views.receive, {"site": "store"}, name="preferences"),
    path("sign-out/", account_views.sign_out, name="sign-out"),
    path("signed-out/", account_views.signed_out, name="signed-out"),
]
