"""The HTTP side: the part of Mailpit's API that the tests use, in Mailpit's shapes, and pages for people."""

import time
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import Any

from aiohttp import web

from harness.mail.bodies import read_bodies
from harness.mail.catcher import pages
from harness.mail.catcher.chaos import Chaos, ChaosError
from harness.mail.catcher.hub import Hub
from harness.mail.catcher.mailbox import Mailbox
from harness.mail.catcher.query import QueryError, Term, parse_query
from harness.mail.message import read_message
from harness.mail.parsing import header, parse

VERSION = "embedded catcher"
_NOT_FOUND = "404 page not found"
_PAGE = 50
_FAR = 10**18
_PIECE = 256 * 1024
"""Bytes of a mail that wait for a slow reader; the rest stays on disk."""
_SHOWN = 1_000_000
"""Characters of each body in answers other than the raw mail, likewise."""
_OFTEN = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(mailbox: Mailbox, hub: Hub, chaos: Chaos) -> web.Application:
    api = _Api(mailbox, hub, chaos)
    app = web.Application(middlewares=[_plain_errors], client_max_size=1024 * 1024)
    app.add_routes(
        [
            web.get("/livez", api.ready),
            web.get("/readyz", api.ready),
            web.get("/api/v1/info", api.info),
            web.get("/api/v1/messages", api.messages),
            web.delete("/api/v1/messages", api.delete),
            web.get("/api/v1/search", api.search),
            web.delete("/api/v1/search", api.delete_search),
            web.get("/api/v1/message/{id}", api.message),
            web.get("/api/v1/message/{id}/headers", api.headers),
            web.get("/api/v1/message/{id}/raw", api.raw),
            web.get("/api/v1/chaos", api.chaos),
            web.put("/api/v1/chaos", api.set_chaos),
            web.get("/api/events", api.events),
            web.get("/", api.list_page),
            web.get("/view/{id}", api.view_page),
            web.get("/style.css", api.asset),
            web.get("/list.js", api.asset),
        ]
    )
    return app


def stats(mailbox: Mailbox) -> dict[str, Any]:
    return {"Total": len(mailbox), "Unread": mailbox.unread, "Version": VERSION}


@web.middleware
async def _plain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Say what is wrong as Mailpit says it: in a line of text."""
    try:
        response = await handler(request)
    except (QueryError, ChaosError) as error:
        response = web.Response(status=400, text=f"Error: {error}")
    except (ConnectionError, web.RequestPayloadError):  # gone, or in no encoding: nothing to log
        response = web.Response(status=400)
    except web.HTTPNotFound:
        response = web.Response(status=404, text=_NOT_FOUND)
    if not response.prepared:
        response.headers.update(_OFTEN)
    return response


class _Api:
    def __init__(self, mailbox: Mailbox, hub: Hub, chaos: Chaos) -> None:
        self._mailbox = mailbox
        self._hub = hub
        self._chaos = chaos
        self._started = time.monotonic()

    async def ready(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def info(self, _request: web.Request) -> web.Response:
        mailbox = self._mailbox
        return web.json_response(
            {
                "Version": VERSION,
                "LatestVersion": "disabled",
                "Database": "",
                "DatabaseSize": mailbox.size,
                "Messages": len(mailbox),
                "Unread": mailbox.unread,
                "Tags": {},
                "RuntimeStats": {
                    "Uptime": int(time.monotonic() - self._started),
                    "Memory": 0,
                    "MessagesDeleted": mailbox.deleted,
                    "SMTPAccepted": mailbox.accepted,
                    "SMTPAcceptedSize": mailbox.accepted_size,
                    "SMTPRejected": mailbox.rejected,
                    "SMTPIgnored": 0,
                },
            }
        )

    async def messages(self, request: web.Request) -> web.Response:
        start, limit = _number(request, "start", 0), _number(request, "limit", _PAGE)
        page = islice(self._mailbox.newest_first(), start, start + limit)
        return self._page([_nulls(summary, "To", "Cc", "Bcc") for summary in page], len(self._mailbox), start)

    async def search(self, request: web.Request) -> web.Response:
        start, limit = _number(request, "start", 0), _number(request, "limit", _PAGE)
        found = list(self._mailbox.newest_first(_terms(request)))
        page = [_nulls(summary, "To", "Cc", "Bcc", "ReplyTo") for summary in found[start : start + limit]]
        return self._page(page, len(found), start)

    def _page(self, page: list[dict[str, Any]], matching: int, start: int) -> web.Response:
        return web.json_response(
            {
                "total": len(self._mailbox),
                "unread": self._mailbox.unread,
                "count": len(page),
                "messages_count": matching,
                "messages_unread": sum(not summary["Read"] for summary in page),
                "start": start,
                "tags": [],
                "messages": page,
            }
        )

    async def delete(self, request: web.Request) -> web.Response:
        try:
            ids = (await _json(request))["IDs"]
        except (ValueError, KeyError, TypeError):
            ids = []
        if not isinstance(ids, list) or not ids:
            # Mailpit takes this for "delete everything", which breaks all runs that share it.
            return web.Response(status=400, text='Error: name the mails to delete: {"IDs": ["..."]}')
        self._mailbox.delete(str(mail_id) for mail_id in ids)
        return web.Response(text="ok")

    async def delete_search(self, request: web.Request) -> web.Response:
        found = self._mailbox.newest_first(_terms(request))
        self._mailbox.delete([str(summary["ID"]) for summary in found])
        return web.Response(text="ok")

    async def message(self, request: web.Request) -> web.Response:
        summary, raw = self._find(request)
        self._mailbox.mark_read(summary["ID"])
        mail = parse(raw)
        read = read_message(summary["ID"], raw)
        text, html = read_bodies(mail)
        kept = (
            "ID",
            "MessageID",
            "From",
            "To",
            "Cc",
            "Bcc",
            "ReplyTo",
            "Subject",
            "Tags",
            "Username",
            "Size",
        )
        return web.json_response(
            {name: summary[name] for name in kept}
            | {
                "ReturnPath": read.envelope_sender or "",
                "Date": read.date.isoformat() if read.date else summary["Created"],
                "ListUnsubscribe": {
                    "Header": header(mail, "List-Unsubscribe") or "",
                    "Links": [],
                    "Errors": "",
                    "HeaderPost": "",
                },
                "Text": (text or "")[:_SHOWN],
                "HTML": (html or "")[:_SHOWN],
                "Inline": [],
                "Attachments": [],
            }
        )

    async def headers(self, request: web.Request) -> web.Response:
        _, raw = self._find(request)
        found: dict[str, list[str]] = {}
        for name, value in parse(raw).raw_items():
            plain = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            found.setdefault(name.title(), []).append(" ".join(plain.split()))
        return web.json_response(found)

    async def raw(self, request: web.Request) -> web.StreamResponse:
        mail_id = request.match_info["id"]
        size = self._mailbox.raw_size(mail_id)
        if size is None:
            raise web.HTTPNotFound
        response = web.StreamResponse(headers=_OFTEN)
        response.content_type, response.content_length = "text/plain", size
        await response.prepare(request)
        for start in range(0, size, _PIECE):
            piece = self._mailbox.raw_piece(mail_id, start, _PIECE)
            if piece is None:  # deleted meanwhile: what was sent of it must not pass for a mail
                if request.transport is not None:
                    request.transport.abort()
                break
            await response.write(piece)
        return response

    async def chaos(self, _request: web.Request) -> web.Response:
        return web.json_response(self._chaos.as_json())

    async def set_chaos(self, request: web.Request) -> web.Response:
        try:
            triggers = await _json(request)
        except ValueError as error:
            raise ChaosError(f"the body is no JSON: {error}") from error
        self._chaos.set(triggers)
        return web.json_response(self._chaos.as_json())

    async def events(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(compress=False, heartbeat=54)
        await socket.prepare(request)
        await self._hub.serve(socket)
        return socket

    async def list_page(self, _request: web.Request) -> web.Response:
        newest = list(islice(self._mailbox.newest_first(), pages.LISTED))
        return pages.respond(pages.list_page(newest, len(self._mailbox)))

    async def view_page(self, request: web.Request) -> web.Response:
        summary, raw = self._find(request)
        self._mailbox.mark_read(summary["ID"])
        return pages.respond(pages.view_page(summary, read_message(summary["ID"], raw)))

    async def asset(self, request: web.Request) -> web.Response:
        return pages.asset(request.path)

    def _find(self, request: web.Request) -> tuple[dict[str, Any], bytes]:
        mail_id = request.match_info["id"]
        summary, raw = self._mailbox.summary(mail_id), self._mailbox.raw(mail_id)
        if summary is None or raw is None:
            raise web.HTTPNotFound
        return summary, raw


def _terms(request: web.Request) -> list[Term]:
    return parse_query(request.query.get("query", ""))


async def _json(request: web.Request) -> Any:  # noqa: ANN401 - whatever was sent
    """Raise ValueError for what is no JSON, or in no encoding, or nested without end."""
    try:
        return await request.json()
    except (LookupError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _number(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    if not text.isascii() or not text.isdigit():
        return default
    return int(text) if len(text) < len(str(_FAR)) else _FAR


def _nulls(summary: dict[str, Any], *names: str) -> dict[str, Any]:
    """Write empty lists as Mailpit's lists and searches do (its events do not)."""
    return summary | {name: summary[name] or None for name in names}
