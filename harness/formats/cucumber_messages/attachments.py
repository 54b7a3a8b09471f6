"""Pictures, mails and evidence, as far as a file of text should hold them.

What belongs to a scenario that did not succeed is embedded, so that its report can be sent to somebody, up to
a size; all else stays where it is and is named by its address, relative to the file of messages. That address
is in `url` of an attachment: `externalAttachment`, which replaces it on paper, is shown by no formatter yet.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from mimetypes import guess_type
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from cucumber_messages import Attachment, AttachmentContentEncoding

from harness.report.model import UNSUCCESSFUL, Scenario, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOG: Final = "text/x.cucumber.log+plain"
MOST_OF_A_FILE: Final = 1 << 20
MOST_OF_ALL: Final = 16 << 20
_DOWNLOAD: Final = "application/octet-stream"
_TYPES: Final = {".md": "text/markdown", ".eml": "message/rfc822", ".log": "text/plain", ".txt": "text/plain"}
BEFORE: Final = "before"
AFTER: Final = "after"


@dataclass
class Attached:
    """One attachment, and where it belongs: the index of a step, or a hook."""

    where: int | str
    attachment: Attachment


class Attachments:
    """Gives the attachments of one scenario after the other, and keeps account of what is embedded."""

    def __init__(self, folder: Path, beside: Path) -> None:
        self._folder = folder
        self._address = quote(os.path.relpath(folder, beside).replace(os.sep, "/"))
        self._left = MOST_OF_ALL

    def of(self, scenario: Scenario) -> Iterator[Attached]:
        embed = scenario.status in UNSUCCESSFUL or bool(scenario.earlier)
        where_it_ended = _where_it_ended(scenario)
        if scenario.notes:
            yield Attached(BEFORE, log("\n".join(f"{key}: {value}" for key, value in scenario.notes.items())))
        for index, step in enumerate(scenario.steps):
            for picture in step.pictures:
                name = f"step {index + 1}, window {picture.window}{_suffix(picture.file)}"
                yield Attached(index, self._file(picture.file, name, embed=embed))
        for number, mail in enumerate(scenario.mails, start=1):
            where = AFTER if mail.step is None or mail.step >= len(scenario.steps) else mail.step
            yield Attached(where, log(f"Mail to {mail.to}: {mail.subject}"))
            yield Attached(where, self._file(mail.file, f"mail {number}.eml", embed=embed))
        for name in scenario.evidence if scenario.folder else ():
            yield Attached(where_it_ended, self._file(f"{scenario.folder}/{name}", name, embed=embed))
        for note in _notes(scenario):
            yield Attached(len(scenario.steps) - 1 if scenario.steps else AFTER, log(note))

    def _file(self, file: str, name: str, *, embed: bool) -> Attachment:
        kind = _TYPES.get(_suffix(file)) or guess_type(file)[0] or _DOWNLOAD
        data = self._content(file) if embed and kind.startswith(("image/", "text/", "message/")) else None
        address = f"{self._address}/{quote(file)}"
        if data is None:
            # A formatter would fetch a text, which a browser refuses to a page from disk.
            kind = _DOWNLOAD if kind.startswith("text/") else kind
            return _attachment("", AttachmentContentEncoding.identity, kind, name, address)
        if kind.startswith("text/"):
            text = data.decode("utf-8", errors="replace")
            return _attachment(text, AttachmentContentEncoding.identity, kind, name)
        return _attachment(base64.b64encode(data).decode(), AttachmentContentEncoding.base64, kind, name)

    def _content(self, file: str) -> bytes | None:
        """Return a file, or None for one that is too large or can't be read."""
        try:
            path = self._folder / file
            size = path.stat().st_size
            if size > min(MOST_OF_A_FILE, self._left):
                return None
            data = path.read_bytes()
        except (OSError, ValueError):
            return None
        self._left -= len(data)
        return data


def log(text: str) -> Attachment:
    """Return a note, which formatters show as it is."""
    return Attachment(body=text, content_encoding=AttachmentContentEncoding.identity, media_type=LOG)


def _attachment(
    body: str, encoding: AttachmentContentEncoding, kind: str, name: str, url: str | None = None
) -> Attachment:
    return Attachment(body=body, content_encoding=encoding, media_type=kind, file_name=name, url=url)


def _notes(scenario: Scenario) -> Iterator[str]:
    """Yield what its state alone would not say; formatters show the last attempt and none of the others."""
    if scenario.earlier:
        before = ", ".join(status.value for status in scenario.earlier)
        yield f"This is attempt {len(scenario.earlier) + 1}; before that: {before}"
    if scenario.status == Status.XPASSED:
        yield f"It passed, though it was expected to fail: {scenario.reason or 'no reason given'}"


def _where_it_ended(scenario: Scenario) -> int | str:
    """Evidence stands where one looks for what went wrong."""
    phases = [failure.phase for failure in scenario.failures]
    if "setup" in phases:
        return BEFORE
    ended = scenario.current_step
    return AFTER if ended is None or "step" not in phases else ended


def _suffix(file: str) -> str:
    return os.path.splitext(file)[1].lower()  # noqa: PTH122 - a name with slashes, not a path of this machine
