"""`./run portal`: the reference portal with demo data, for looking around by hand."""

from __future__ import annotations

import argparse
import sys
from typing import Final

HELP: Final = """\
usage: ./run portal [--port N] [--mail auto|mailpit|embedded]

Starts the reference portal, a mail catcher and a DNS server, with an employer that is eligible, one that is
not, a personal account, and a work account for an administrator of each; prints their addresses; and runs
until Ctrl-C. Mail stays in the catcher: nothing is ever sent to anybody. What a domain answers in DNS is
whatever the DNS server was told.

  --port N   the portal's port (default: a free one)
  --mail     the mail catcher: mailpit where there is one, else the embedded one (auto, the default)

The features can be run against it from another terminal: ./run e2e --target .run/portal.toml"""

_MAX_PORT: Final = 65_535


def run(arguments: list[str]) -> int:
    """Return 0 after Ctrl-C or SIGTERM, 1 if the portal or the catcher could not start or died."""
    parser = argparse.ArgumentParser(prog="./run portal", add_help=False, allow_abbrev=False)
    parser.add_argument("--port", type=_port, default=0)
    parser.add_argument("--mail", choices=("auto", "mailpit", "embedded"), default="auto")
    options = parser.parse_args(arguments)
    from harness.demo import DemoError, serve_demo  # noqa: PLC0415 - not for the sake of help

    try:
        serve_demo(port=options.port, mail=options.mail)
    except DemoError as error:
        sys.stderr.write(f"run: {error}\n")
        return 1
    return 0


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _MAX_PORT:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {_MAX_PORT}, not {text!r}")
    return int(text)
