"""Playwright's traces without secrets.

A trace is a zip. `*.trace` and `*.network` hold a JSON object a line, `*.stacks` one; `resources/` holds what
pages were made of, each named by the digest of what it was, which the viewer takes for a name and no more.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from harness.report.condense import in_one_line
from harness.secrecy.forms import MASK
from harness.secrecy.shapes import is_secret_parameter

if TYPE_CHECKING:
    from harness.secrecy.masking import Masker

UNSCRUBBED: Final = "unscrubbed"
"""The folder of a run in which traces are that may hold secrets."""
MOST_BYTES: Final = 200 * 1024 * 1024
_MOST_UNPACKED: Final = 4 * MOST_BYTES
_WIDEST: Final = 120
_LINES: Final = {".trace", ".network", ".stacks"}
# Pixels and glyphs: compressed, so that no text can be read, or masked, in them.
_NO_TEXT: Final = {".png", ".jpeg", ".jpg", ".webp", ".gif", ".avif", ".woff", ".woff2", ".mp4", ".webm"}
_HEADERS: Final = {"cookie", "set-cookie", "authorization", "proxy-authorization", "x-csrftoken"}


def scrub_or_set_aside(trace: Path, masker: Masker, *, aside: Path | None) -> str | None:
    """Take the secrets out of a trace; None where that is done.

    Where it cannot be, move it into the folder `aside`, or delete it where that fails too, and return what
    readers of the report have to know. Never raises.
    """
    problem = scrub(trace, masker)
    if problem is None:
        return None
    try:
        if aside is not None:
            aside.mkdir(parents=True, exist_ok=True)
            kept = aside / f"{trace.parent.name}-{trace.name}"
            trace.replace(kept)
            return (
                f"it could not be scrubbed of secrets ({problem}), and is kept apart as "
                f"{UNSCRUBBED}/{kept.name}: pass it on to nobody"
            )
        trace.unlink(missing_ok=True)
    except OSError as error:
        return f"it could not be scrubbed of secrets ({problem}), nor moved away: {_told(error)}; delete it"
    return f"it could not be scrubbed of secrets ({problem}), and was deleted"


def scrub(trace: Path, masker: Masker) -> str | None:
    """Rewrite a trace without secrets; return why that was not possible, and leave it as it was then."""
    aside: Path | None = None
    try:
        if trace.stat().st_size > MOST_BYTES:
            return f"it has more than {MOST_BYTES >> 20} MB"
        with zipfile.ZipFile(trace) as old:
            if sum(entry.file_size for entry in old.infolist()) > _MOST_UNPACKED:
                return f"it has more than {_MOST_UNPACKED >> 20} MB unpacked"
            with tempfile.NamedTemporaryFile(dir=trace.parent, prefix=".trace-", delete=False) as stream:
                aside = Path(stream.name)
                _rewrite(old, stream, masker)
        aside.chmod(0o644)
        aside.replace(trace)
    except Exception as error:  # noqa: BLE001 - a zip can be broken in many ways, and a trace is no result
        if aside is not None:
            aside.unlink(missing_ok=True)
        return _told(error)
    return None


def _rewrite(old: zipfile.ZipFile, stream: Any, masker: Masker) -> None:  # noqa: ANN401 - any binary stream
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            suffix = PurePosixPath(entry.filename).suffix.lower()
            if suffix in _LINES:
                data = b"\n".join(_line(line, masker) for line in data.split(b"\n"))
            elif suffix not in _NO_TEXT:
                data = masker.bytes(data)
            same = zipfile.ZipInfo(entry.filename, entry.date_time)
            same.compress_type = entry.compress_type
            new.writestr(same, data)


def _line(line: bytes, masker: Masker) -> bytes:
    if not line.strip():
        return line
    if b'"cookies"' in line or b'"headers"' in line:
        line = _dumped(_without_secrets(json.loads(line)))
    masked = masker.bytes(line)
    if masked == line:
        return line
    try:
        json.loads(masked)
    except ValueError:  # it took half an escape sequence along
        return _dumped(_each_text(json.loads(line), masker))
    return masked


def _without_secrets(node: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Mask by its name what Playwright writes down of cookies, headers and forms that lets somebody in."""
    if isinstance(node, list):
        return [_without_secrets(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _without_secrets(value) for key, value in node.items()}
    name, value = str(kept.get("name", "")), kept.get("value")
    if isinstance(value, str) and (name.lower() in _HEADERS or is_secret_parameter(name, value)):
        kept["value"] = MASK
    if isinstance(kept.get("cookies"), list):
        kept["cookies"] = [
            {**each, "value": MASK} if isinstance(each, dict) and "value" in each else each
            for each in kept["cookies"]
        ]
    return kept


def _each_text(node: Any, masker: Masker) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(node, str):
        return masker.text(node)
    if isinstance(node, list):
        return [_each_text(each, masker) for each in node]
    if isinstance(node, dict):
        return {key: _each_text(value, masker) for key, value in node.items()}
    return node


def _dumped(node: Any) -> bytes:  # noqa: ANN401 - whatever JSON holds
    return json.dumps(node, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _told(error: Exception) -> str:
    return in_one_line(f"{type(error).__name__}: {error}", _WIDEST)
