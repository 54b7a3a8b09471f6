"""Headers that tell browsers what a page may do, and one repair for what they leave out."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal import config


def content_security_policy(assets: str = "'self'") -> str:
    """No script at all, styles and pictures of one origin (the page's own), forms to our sites only.

    The other sites stand in form-action because browsers apply it to the redirects after a form, too.
    """
    origins = settings.PORTAL.origins
    form_targets = " ".join(["'self'", *(origins[key] for key in config.SITE_HOSTS)])
    return (
        f"default-src 'none'; style-src {assets}; img-src {assets}; "
        f"form-action {form_targets}; frame-ancestors 'none'; base-uri 'none'"
    )


class SecurityHeadersMiddleware:
    """Adds what `django.middleware.security` does not: CSP, framing, caching."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_security_policy())
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        # Every page names the person who is signed in, so none may be kept unless it says otherwise.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class NullOriginMiddleware:
    """Restores the Origin header of forms on pages with ``Referrer-Policy: no-referrer``.

    For those browsers send ``Origin: null`` even to the page's own site (Fetch standard, "append a request
    Origin header"), which Django's CSRF protection refuses. ``Sec-Fetch-Site``, which no page can set,
    still says whether the form was the site's own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("Origin") == "null" and request.headers.get("Sec-Fetch-Site") == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)
