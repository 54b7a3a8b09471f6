"""Addresses of the control API."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from portal import sites
from portal.control import views
from portal.control.access import controlled

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"


def to_program(request: HttpRequest) -> HttpResponse:
    """For people who open the bare address: the program is what they look for."""
    return HttpResponseRedirect(sites.origin("program") + "/")


urlpatterns = [
    path("", to_program),
    path("control/info", controlled("GET", views.info)),
    path("control/organizations", controlled("POST", views.create_organization)),
    path("control/organizations/<int:pk>", controlled("GET", views.read_organization)),
    path("control/accounts", controlled("POST", views.create_account)),
    path("control/confirmations/age", controlled("POST", views.age_confirmations)),
    path("control/confirmations", controlled("GET", views.read_confirmations)),
    path("control/orders", controlled("GET", views.read_orders)),
]
