"""The log: one JSON object a line, each with the id of the request it belongs to, none with a secret."""

import contextvars
import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from django.http import HttpRequest, HttpResponse

request_id: contextvars.ContextVar[str | None] = contextvars.ContextVar("request_id", default=None)

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)
_SECRETS = (
    (re.compile(r"/confirm/[^/?#\s\"']+"), "/confirm/[token]"),
    (re.compile(r"\b(?:[0-9][ -]?){12,18}[0-9]\b"), "[card]"),
    (re.compile(r"(?i)\b(password|code|state|code_verifier|csrf\w*|session|to)=[^&\s\"']+"), r"\1=[masked]"),
    (re.compile(r"[A-Za-z0-9_-]{40,}"), "[token]"),
)
_FIELDS = ("method", "host", "path", "status", "ms")

requests = logging.getLogger("portal.requests")


def mask(text: str) -> str:
    """The text without link tokens, card numbers, codes and cookies."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "request_id": getattr(record, "request_id", None) or request_id.get(),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        line["message"] = mask(record.getMessage())
        if hasattr(record, "mail"):
            # Only where there is no mail server: the log is then the only place to read the mail in.
            line["mail"] = record.mail
        if record.exc_info:
            line["traceback"] = mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def configure(file: Path | None, stderr: TextIO) -> None:
    """Send every log record to the file, or to stderr. Raises OSError for a file that can't be written."""
    handler: logging.Handler
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler(stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # A warning for every 4xx would only repeat the request's own line; 5xx come with their traceback.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    # That requests waited for a thread is no trouble.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


class RequestLogMiddleware:
    """Writes a line for each request, and gives its id to all that is logged meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8))
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id.get() or ""
            self._write(request, response.status_code, started)
            return response
        finally:
            request_id.reset(token)

    def _write(self, request: HttpRequest, status: int, started: float) -> None:
        path = mask(request.path)
        fields = {
            "method": request.method,
            "host": mask(request.headers.get("Host", "").rsplit(":", 1)[0]),
            "path": path,
            "status": status,
            "ms": round((time.perf_counter() - started) * 1000, 1),
        }
        requests.info("%s %s %d", request.method, path, status, extra=fields)
