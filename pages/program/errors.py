from __future__ import annotations

from pages.base import PortalPage


class OutOfDatePage(PortalPage):
    """What anything gets that was not sent from the portal's own pages."""

    path = "/get-started/"
    title = "This form is out of date"


class SignInFailedPage(PortalPage):
    """What comes back from the sign-in without having been asked for."""

    path = "/signed-in/"
    title = "Signing in did not work"
