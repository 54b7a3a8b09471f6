"""The HTTP side: by it a scenario says what a name answers.

`PUT /names/contoso.example` with an answer as JSON, `GET` and `DELETE` of the same; each with the secret of
the server, as a bearer token. An error is one line of text that says what to do.
"""

from __future__ import annotations

import secrets
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from pydantic import ValidationError

from harness.dns.answers import Answer, Labels, labels_of
from harness.dns.names import Names

_MOST_BYTES: Final = 1024 * 1024


def make_app(names: Names, secret: str) -> web.Application:
    api = _Api(names)
    app = web.Application(middlewares=[_for_holders_of(secret)], client_max_size=_MOST_BYTES)
    app.add_routes(
        [
            web.get("/", api.greet),
            web.put("/names/{name}", api.set),
            web.get("/names/{name}", api.show),
            web.delete("/names/{name}", api.clear),
        ]
    )
    return app


def _for_holders_of(secret: str) -> Middleware:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.headers.get("Authorization", "")
        if not secrets.compare_digest(given.encode(), f"Bearer {secret}".encode()):
            return web.Response(
                status=401,
                headers={"WWW-Authenticate": "Bearer"},
                text='Send the header "Authorization: Bearer <secret>" with the secret of this DNS server.',
            )
        return await handler(request)

    return check


class _Api:
    def __init__(self, names: Names) -> None:
        self._names = names

    async def greet(self, _request: web.Request) -> web.Response:
        return web.Response(text="A DNS server for tests: PUT /names/contoso.example says what it answers.")

    async def set(self, request: web.Request) -> web.Response:
        labels = _labels(request)
        try:
            answer = Answer.model_validate_json(await request.read())
        except ValidationError as error:
            raise web.HTTPBadRequest(text=_told(error)) from None
        self._names.set(labels, answer)
        return web.Response(status=204)

    async def show(self, request: web.Request) -> web.Response:
        answer = self._names.set_answer(_labels(request))
        if answer is None:
            raise web.HTTPNotFound(text="Nobody has set this name.")
        return web.json_response(text=answer.model_dump_json())

    async def clear(self, request: web.Request) -> web.Response:
        self._names.clear(_labels(request))
        return web.Response(status=204)


def _labels(request: web.Request) -> Labels:
    try:
        return labels_of(request.match_info["name"])
    except ValueError as error:
        raise web.HTTPBadRequest(text=str(error)) from None


def _told(error: ValidationError) -> str:
    problems = error.errors(include_url=False, include_input=False)
    return "; ".join(
        ": ".join(filter(None, (".".join(map(str, each["loc"])), each["msg"].removeprefix("Value error, "))))
        for each in problems
    )
