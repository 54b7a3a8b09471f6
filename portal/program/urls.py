"""Addresses of the program site."""

from django.urls import include, path, re_path

from portal.account import views as account_views
from portal.preferences import views as preferences_views
from portal.program import help_pages, qualify, views

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("get-started/", views.get_started, name="get-started"),
    path("check-your-inbox/", views.check_your_inbox, name="check-your-inbox"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    # Whatever else is left of a link that was cut or mangled on its way gets the same answer.
    re_path(r"^confirm(?:/(?P<token>.*))?$", views.confirm),
    path("qualify/", qualify.qualify, name="qualify"),
    path("help/", help_pages.show, {"page": "home"}, name="help"),
    path("help/faq/", help_pages.show, {"page": "faq"}, name="help-faq"),
    path("help/after-purchase/", help_pages.show, {"page": "after_purchase"}, name="help-after-purchase"),
    path("help/technical/", help_pages.show, {"page": "technical"}, name="help-technical"),
    path("resources/", include("portal.resources.urls")),
    path("signed-in/", views.signed_in, name="signed-in"),
    path("markets/", preferences_views.where_offered, name="markets"),
    path("market/", preferences_views.choose, name="preferences"),
    path("market/kept/", preferences_views.kept, name="preferences-kept"),
    path("sign-out/", account_views.sign_out, name="sign-out"),
    path("signed-out/", account_views.signed_out, name="signed-out"),
]
