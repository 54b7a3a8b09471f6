"""`python -m harness.weather`: the weather of one run, between browsers, portal and mail catcher."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from harness.mail.catcher.service import inherited
from harness.ports import listen
from harness.serving import add_exit_with_parent, told_to_stop
from harness.weather.command import RESTART_MAIL
from harness.weather.diary import Diary
from harness.weather.kinds import ALL, WeatherError, chosen_kinds
from harness.weather.model import Weather
from harness.weather.service import Sockets, serving


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop; return the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    options = _options(arguments)
    asyncio.run(_run(options))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m harness.weather",
        description="Stand between browsers and a portal, and between it and a mail server: make weather.",
        epilog="One line of JSON on stdout tells where, once all answer.",
    )
    add = parser.add_argument
    add("--portal", type=_endpoint, required=True, metavar="HOST:PORT", help="where the portal listens")
    add("--mail", type=_endpoint, required=True, metavar="HOST:PORT", help="where mail is taken (SMTP)")
    add("--kinds", type=_kinds, default=chosen_kinds(ALL), metavar="KINDS", help="names with commas between")
    add("--seed", type=int, default=0, metavar="N", help="what everything is drawn from (default: 0)")
    add("--run-id", default="", metavar="ID", help="left out of all names that are drawn with")
    add("--folder", type=Path, required=True, metavar="DIR", help="where mails wait that are handed on later")
    add("--diary", type=Path, required=True, metavar="FILE", help="what was done to whom, in JSON lines")
    for name in ("http", "smtp", "api"):
        add(
            f"--{name}-listen-fd",
            type=int,
            metavar="N",
            help="inherited socket that listens already (default: a free port)",
        )
    add_exit_with_parent(parser)
    return parser.parse_args(arguments)


def _endpoint(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit():
        raise argparse.ArgumentTypeError(f"must be HOST:PORT, such as 127.0.0.1:8025, not {text!r}")
    return host, int(port)


def _kinds(text: str) -> frozenset[str]:
    try:
        return chosen_kinds(text)
    except WeatherError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


async def _run(options: argparse.Namespace) -> None:
    stop = told_to_stop(exit_with_parent=options.exit_with_parent)
    fds = {name: getattr(options, f"{name}_listen_fd") for name in ("http", "smtp", "api")}
    sockets = {name: listen() if fd is None else inherited(fd) for name, fd in fds.items()}
    places = {name: ":".join(map(str, sock.getsockname()[:2])) for name, sock in sockets.items()}
    weather = Weather(kinds=options.kinds, seed=options.seed, run_id=options.run_id)
    with options.diary.open("a", encoding="utf-8") as file:
        diary = Diary(file)

        def restart_mail() -> None:
            diary.note("the mail catcher was restarted", kind="mail-restart")
            _say({"event": RESTART_MAIL})

        async with serving(
            weather,
            Sockets(**sockets),
            portal=options.portal,
            mail=options.mail,
            folder=options.folder,
            diary=diary,
            restart_mail=restart_mail,
        ):
            _say({"event": "ready", **places})
            await stop.wait()


def _say(line: dict[str, str]) -> None:
    print(json.dumps(line), flush=True)  # noqa: T201 - its parent reads it


if __name__ == "__main__":
    sys.exit(main())
