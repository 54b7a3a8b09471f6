"""The readable parts of a mail: what its sender wrote as text and as HTML, and nothing made up from it."""

from collections.abc import Iterator
from copy import copy
from email.message import Message as Mime
from typing import NamedTuple

# What the standard library raises on parameters and payloads it cannot make sense of.
_UNREADABLE = (ValueError, LookupError, IndexError, AttributeError, TypeError, AssertionError)


class Bodies(NamedTuple):
    text: str | None
    html: str | None


def read_bodies(mail: Mime) -> Bodies:
    """Decode all text/plain and all text/html parts that are no attachments.

    A mail with several of a kind shows them one after the other, as a mail program does: a second link must
    not hide in a second part.
    """
    found: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _leaves(mail):
        kind = _content_type(part)
        if kind in found and not _is_attachment(part):
            found[kind].append(_decode(part))
    return Bodies(*("\n".join(texts) if texts else None for texts in found.values()))


def attachment_names(mail: Mime) -> list[str]:
    """Return the file name of each part that is neither a body nor a container; "" where it has no name."""
    return [
        _parameter(part, "filename", "content-disposition") or _parameter(part, "name", "content-type") or ""
        for part in _leaves(mail)
        if _is_attachment(part) or _content_type(part) not in {"text/plain", "text/html"}
    ]


def _leaves(mail: Mime) -> Iterator[Mime]:
    """Yield the parts in reading order; a mail forwarded within the mail is one part, not opened."""
    pending = [mail]
    while pending:
        part = pending.pop()
        if part.is_multipart() and _content_type(part).startswith("multipart/"):
            children = part.get_payload()
            if isinstance(children, list):  # always; the library's types don't tell
                pending.extend(child for child in reversed(children) if isinstance(child, Mime))
        else:
            yield part


def _content_type(part: Mime) -> str:
    try:
        return part.get_content_type()
    except _UNREADABLE:
        return "application/octet-stream"


def _parameter(part: Mime, name: str, header: str) -> str | None:
    try:
        value = part.get_param(name, None, header)
    except _UNREADABLE:
        return None
    return value[2] if isinstance(value, tuple) else value


def _is_attachment(part: Mime) -> bool:
    try:
        disposition = part.get_content_disposition()
    except _UNREADABLE:
        disposition = None
    return (
        disposition == "attachment"
        or _parameter(part, "filename", "content-disposition") is not None
        or _parameter(part, "name", "content-type") is not None
    )


def _decode(part: Mime) -> str:
    text = _to_text(_content(part), _parameter(part, "charset", "content-type")).replace("\r\n", "\n")
    if (_parameter(part, "format", "content-type") or "").lower() == "flowed":
        return _unfold_flowed(text, (_parameter(part, "delsp", "content-type") or "").lower() == "yes")
    return text


def _content(part: Mime) -> bytes:
    """Undo the transfer encoding, also where a blank or a parameter after its name hides it."""
    encoding = str(part.get("content-transfer-encoding", "")).partition(";")[0].strip().lower()
    plain = copy(part)
    del plain["content-transfer-encoding"]
    plain["content-transfer-encoding"] = encoding
    payload = plain.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _to_text(content: bytes, charset: str | None) -> str:
    """Decode with the charset that is named, or UTF-8 where it is missing, unknown or no charset at all."""
    if charset and charset.lower() not in {"us-ascii", "ascii"}:
        try:
            return content.decode(charset, "replace")
        except (LookupError, ValueError):
            pass
    return content.decode("utf-8", "replace")


def _unfold_flowed(text: str, delete_space: bool) -> str:  # noqa: FBT001  (private, called once)
    """Join the lines that format=flowed has broken (RFC 3676): those that end in a space, but "-- "."""
    lines: list[str] = []
    flowing = False
    for raw_line in text.split("\n"):
        line = raw_line.removeprefix(" ")
        if flowing:
            lines[-1] += line
        else:
            lines.append(line)
        flowing = line.endswith(" ") and line != "-- "
        if flowing and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
