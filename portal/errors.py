"""Pages for what went wrong. They need no session, so that they work wherever the error came from."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal import security


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request makes no sense to Django."""
    return render(request, "errors/400.html", status=HTTPStatus.BAD_REQUEST)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """The Host header names no site of ours, so style and pictures come from one that is."""
    assets = settings.PORTAL.origins["program"]
    response = render(request, "errors/unknown_host.html", {"assets": assets}, status=HTTPStatus.BAD_REQUEST)
    response.headers["Content-Security-Policy"] = security.content_security_policy(assets)
    return response


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The person may not do this."""
    return render(request, "errors/403.html", status=HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not filled in on the page it belongs to."""
    return render(request, "errors/csrf.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, or it is not this person's."""
    return render(request, "errors/404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """A defect of the portal's own; the log has the traceback."""
    return render(request, "errors/500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def mail_not_sent(request: HttpRequest) -> HttpResponse:
    """The mail server did not take a mail that the request depends on."""
    return render(
        request, "errors/mail_not_sent.html", {"path": request.path}, status=HTTPStatus.SERVICE_UNAVAILABLE
    )


def sign_in_failed(request: HttpRequest) -> HttpResponse:
    """What came from the account site does not belong to this browser, or came too late."""
    return render(request, "errors/sign_in_failed.html", status=HTTPStatus.BAD_REQUEST)
