"""The language of a page: the visitor's on the sites for everybody, English on the others."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from portal import sites


class LanguageMiddleware(LocaleMiddleware):
    """Django's own on the sites that speak several languages, and English elsewhere, whatever is asked for.

    Elsewhere it must be set as well: the server's threads keep the language of the request before.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Set the language that this request is answered in."""
        if _speaks_several(request):
            super().process_request(request)
        else:
            translation.activate(settings.LANGUAGE_CODE)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say which language it was, and what it depended on."""
        return super().process_response(request, response) if _speaks_several(request) else response


def _speaks_several(request: HttpRequest) -> bool:
    site = sites.site_for_host(sites.host_of(request))
    return site is not None and site.has_preferences
