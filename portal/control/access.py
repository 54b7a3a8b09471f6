"""Who may use the control API: a caller on this machine that knows the secret."""

import functools
import ipaddress
from collections.abc import Callable
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from portal.control.fields import BadRequestError

_Parameters = ParamSpec("_Parameters")
_View = Callable[Concatenate[HttpRequest, _Parameters], HttpResponse]


class ConflictError(Exception):
    """What the request would make exists already; the text says what to do."""


class NothingFoundError(Exception):
    """There is nothing that the request could be about; the text says what to do."""


def error(message: str, status: HTTPStatus) -> JsonResponse:
    """An answer that says what to do instead."""
    return JsonResponse({"error": message}, status=status)


def is_local(request: HttpRequest) -> bool:
    """Whether the caller is on this machine."""
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def knows_secret(request: HttpRequest, secret: str) -> bool:
    """Whether the request carries the secret; takes as long for a near miss as for nonsense."""
    return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {secret}")


def controlled(method: str, view: _View[_Parameters]) -> _View[_Parameters]:
    """Guard a view of the control API, and turn its errors into JSON."""

    @csrf_exempt
    @functools.wraps(view)
    def wrapped(
        request: HttpRequest, /, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> HttpResponse:
        secret = settings.PORTAL.control_secret
        if not secret or not is_local(request):
            raise Http404
        if not knows_secret(request, secret):
            response = error(
                'Send the header "Authorization: Bearer <secret>" with the secret that the portal was '
                "started with in PORTAL_CONTROL_SECRET.",
                HTTPStatus.UNAUTHORIZED,
            )
            response.headers["WWW-Authenticate"] = "Bearer"
            return response
        if request.method != method:
            response = error(f"Use {method} here.", HTTPStatus.METHOD_NOT_ALLOWED)
            response.headers["Allow"] = method
            return response
        try:
            return view(request, *args, **kwargs)
        except BadRequestError as problem:
            return error(str(problem), HTTPStatus.BAD_REQUEST)
        except ConflictError as problem:
            return error(str(problem), HTTPStatus.CONFLICT)
        except NothingFoundError as problem:
            return error(str(problem), HTTPStatus.NOT_FOUND)

    return wrapped
