"""Which site a request is for, and addresses across the sites."""

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import config, errors


@dataclass(frozen=True, slots=True)
class Site:
    """One origin: ``key`` names it in code, ``title`` in its pages' header.

    ``has_preferences`` is for sites whose visitors choose market and language; the others are in English.
    """

    key: str
    title: str | Promise
    urlconf: str
    has_preferences: bool = False


SITES = {
    "program": Site("program", _("Home Use Program"), "portal.program.urls", has_preferences=True),
    "account": Site("account", _("Personal account"), "portal.account.urls", has_preferences=True),
    "store": Site("store", _("Store"), "portal.store.urls", has_preferences=True),
    "admin": Site("admin", "Admin center", "portal.administration.admin_center.urls"),
    "business": Site("business", "Store for Business", "portal.administration.business.urls"),
}
CONTROL = Site("control", _("Control"), "portal.control.urls")


def origin(key: str) -> str:
    """The site's origin without a trailing slash."""
    return settings.PORTAL.origins[key]


def url(key: str, name: str, *args: object) -> str:
    """The whole address of a page, made from the configured origin and never from a request's headers."""
    return origin(key) + reverse(name, urlconf=SITES[key].urlconf, args=args)


def site_for_host(host: str) -> Site | None:
    """The site that answers to this Host header; None for a host that is not ours."""
    for key in config.SITE_HOSTS:
        if host == settings.PORTAL.netloc_of(key):
            return SITES[key]
    port = settings.PORTAL.port
    return CONTROL if host in {config.netloc(name, port) for name in config.CONTROL_HOSTS} else None


def of_request(request: HttpRequest) -> Site:
    """The site that a request is for; `SiteMiddleware` has refused all others."""
    site = site_for_host(host_of(request))
    if site is None:
        raise LookupError(host_of(request))
    return site


def host_of(request: HttpRequest) -> str:
    """The Host header; what a proxy claims (X-Forwarded-Host) does not count."""
    return request.headers.get("Host", "").lower()


class SiteMiddleware:
    """Gives each request the URLs of the site it is for, and refuses hosts that are not ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = site_for_host(host_of(request))
        if site is None:
            with translation.override(settings.LANGUAGE_CODE):
                return errors.unknown_host(request)
        request.urlconf = site.urlconf
        return self.get_response(request)


@functools.cache
def style_version() -> str:
    """Changes with the stylesheets, so that browsers may keep them for long."""
    sheets = sorted(Path(settings.STATIC_ROOT).glob("*.css"))
    return hashlib.sha256(b"".join(sheet.read_bytes() for sheet in sheets)).hexdigest()[:12]


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame needs."""
    return {
        "site": site_for_host(host_of(request)) or SITES["program"],
        "page": request.resolver_match.url_name if request.resolver_match else None,
        "person": getattr(request, "user", None),
        "style_version": style_version(),
    }
