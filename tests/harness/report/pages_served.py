"""Pages for a real browser, served at a name as those of a portal are."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def serving(answer: Callable[[str], tuple[int, str]]) -> Iterator[str]:
    """Serve what `answer` says to a path, as status and HTML; the address of the site."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, page = answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://hup.localhost:{server.server_port}"
        server.shutdown()
        thread.join()
