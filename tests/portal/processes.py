"""Portals as processes of their own, without a mail server."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.portal.live import ROOT, TIMEOUT, command, environment


@contextmanager
def started(
    *options: str, pass_fds: tuple[int, ...] = (), secret: str | None = None, folder: Path | None = None
) -> Iterator[tuple[subprocess.Popen[str], dict[str, object]]]:
    """A portal without a mail server, and its ready line."""
    with subprocess.Popen(
        command("--smtp", "none", *options),
        cwd=ROOT,
        env=environment(secret, folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=pass_fds,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            # Not killed, so that it takes its temporary folder with it.
            process.terminate()
            process.wait(TIMEOUT)


def run(*options: str) -> subprocess.CompletedProcess[str]:
    """A portal that is not expected to start."""
    return subprocess.run(
        command(*options),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
