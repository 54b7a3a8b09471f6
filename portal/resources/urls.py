"""Addresses below ``/resources/`` on the program site."""

from django.urls import path

from portal.resources import views

urlpatterns = [
    path("", views.overview, name="resources"),
    path("hup-onboarding-<str:language>.zip", views.onboarding, name="onboarding"),
    path("hup-email-<str:language>.txt", views.text, {"kind": "email"}, name="email-text"),
    path("hup-newsletter-<str:language>.txt", views.text, {"kind": "newsletter"}, name="newsletter-text"),
    path("<str:file_name>", views.flyer, name="flyer"),
]
