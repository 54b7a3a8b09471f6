"""No secret may stand in the reports: wherever and in whatever form one does, it is found and told untold."""

from __future__ import annotations

import base64
import html
import io
import json
import quopri
import secrets
import struct
import time
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from harness.secrecy import scan as scan_module
from harness.secrecy.registry import Registry
from harness.secrecy.scan import Leak, scan

if TYPE_CHECKING:
    from pathlib import Path

_SECRET = 'hr7y3rt7"bc4&xoEkR/+x'
_WHAT = "the password of an invented person"
_RUN = "20261125T005023Z-6yuk3oba"
_OTHER = "20261124T005023Z-abcdefgh"


def _registry(*values: str) -> Registry:
    registry = Registry()
    for value in values or (_SECRET,):
        registry.add(value, _WHAT)
    return registry


def _mail(body: bytes, encoding: str) -> bytes:
    return f"Subject: Link\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


def _zip(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return stream.getvalue()


def _png(comment: bytes) -> bytes:
    chunk = b"tEXt" + b"Comment\0" + comment
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(chunk) - 4)
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
    )


_LONG = "A mail of so many words that its lines have to be broken. "
_PLANTED: dict[str, tuple[bytes, str]] = {
    "failures/k/page.txt": (f"- text: {_SECRET}".encode(), "plain"),
    "portal.log": (json.dumps({"path": f"/sign-in/?p={quote(_SECRET, safe='')}"}).encode(), "URL-encoded"),
    "failures/k/failure.html": (f"<p>{html.escape(_SECRET)}</p>".encode(), "HTML-escaped"),
    "results.ndjson": (json.dumps({"message": _SECRET}).encode(), "JSON-escaped"),
    "failures/k/requests.txt": (base64.b64encode(f"control:{_SECRET}".encode()), "base64"),
    "mails/1.eml": (
        _mail(quopri.encodestring(f"{_LONG}{_SECRET} {_LONG}".encode()), "quoted-printable"),
        "plain",
    ),
    "mails/2.eml": (_mail(base64.encodebytes(f"{_LONG}{_SECRET} {_LONG}".encode()), "base64"), "base64"),
    "pictures/a.png": (_png(_SECRET.encode()), "plain"),
    "failures/k/data.bin": (secrets.token_bytes(500) + _SECRET.encode() + secrets.token_bytes(500), "plain"),
}


def _write(reports: Path, name: str, content: bytes) -> None:
    path = reports / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize("name", _PLANTED)
def test_secret_is_found_in_files_of_each_kind(tmp_path: Path, name: str) -> None:
    content, form = _PLANTED[name]
    _write(tmp_path, f"{_RUN}/{name}", content)
    _write(tmp_path, f"{_RUN}/failures/k/failure.md", b"planted [masked]")
    leaks = scan(tmp_path, tmp_path / _RUN, _registry()).leaks
    assert leaks == [Leak(f"{_RUN}/{name}", _WHAT, form)]
    assert _SECRET not in str(leaks)


def test_secret_is_found_within_a_trace(tmp_path: Path) -> None:
    trace = _zip({"trace.trace": b"{}", "resources/a.html": _SECRET.encode(), "inner.zip": _zip({"b": b"b"})})
    _write(tmp_path, f"{_RUN}/failures/k/trace.zip", trace)
    leaks = scan(tmp_path, tmp_path / _RUN, _registry()).leaks
    assert leaks == [Leak(f"{_RUN}/failures/k/trace.zip!resources/a.html", _WHAT, "plain")]


def test_all_of_the_reports_is_looked_at_but_other_finished_runs(tmp_path: Path) -> None:
    for name in ("history.json", "living-docs/index.html", f"{_OTHER}/portal.log", "20261124-mine/x.txt"):
        _write(tmp_path, name, _SECRET.encode())
    (tmp_path / _RUN).mkdir()
    (tmp_path / "latest").symlink_to(_RUN, target_is_directory=True)
    files = [leak.file for leak in scan(tmp_path, tmp_path / _RUN, _registry()).leaks]
    assert files == sorted(
        ["history.json", "living-docs/index.html", f"{_OTHER}/portal.log", "20261124-mine/x.txt"]
    )
    _write(tmp_path, f"{_OTHER}/results.json", b"{}")
    files = [leak.file for leak in scan(tmp_path, tmp_path / _RUN, _registry()).leaks]
    assert f"{_OTHER}/portal.log" not in files
    # Those of a soak have been looked at by themselves, too.
    for name in ("portal.log", "results.json"):
        _write(tmp_path, f"soak/20261124T100000Z/001/{_OTHER}/{name}", _SECRET.encode())
    _write(tmp_path, "soak/20261124T100000Z/soak.md", _SECRET.encode())
    found = {leak.file for leak in scan(tmp_path, tmp_path / _RUN, _registry()).leaks} - set(files)
    assert found == {"soak/20261124T100000Z/soak.md"}


def test_secret_on_the_edge_of_a_piece_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_module, "_AT_ONCE", 1000)
    monkeypatch.setattr(scan_module, "_OVERLAP", 100)
    for before in range(980, 1002):
        _write(tmp_path, f"{_RUN}/{before}.txt", b" " * before + _SECRET.encode() + b" " * 1500)
    assert len(scan(tmp_path, tmp_path / _RUN, _registry()).leaks) == 22


def test_confirmation_link_that_nobody_registered_is_found(tmp_path: Path) -> None:
    _write(
        tmp_path, f"{_RUN}/page.txt", b"http://h/confirm/Qm9iJ3MtdG9rZW4tb2YtMTI4LWJpdHM/ /confirm/[masked]/"
    )
    _write(tmp_path, f"{_RUN}/help.txt", b"http://h/confirm/your-address-by-a-link/")
    leaks = scan(tmp_path, tmp_path / _RUN, Registry()).leaks
    assert [str(leak) for leak in leaks] == [
        f"{_RUN}/page.txt holds what looks like a confirmation link, plain"
    ]


def test_what_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    _write(tmp_path, f"{_RUN}/failures/k/trace.zip", b"PK\x03\x04 and no more")
    _write(tmp_path, f"{_RUN}/unscrubbed/k-trace.zip", _SECRET.encode())
    findings = scan(tmp_path, tmp_path / _RUN, _registry())
    assert findings.leaks == []
    assert findings.set_aside == [f"{_RUN}/unscrubbed/k-trace.zip"]
    (unread,) = findings.unread
    assert unread.startswith(f"{_RUN}/failures/k/trace.zip: BadZipFile")


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    _write(tmp_path, f"{_RUN}/summary.md", b"all is well " * 1000)
    findings = scan(tmp_path, tmp_path / _RUN, _registry())
    assert (findings.leaks, findings.unread, findings.set_aside) == ([], [], [])
    assert scan(tmp_path / "none", tmp_path / "none" / _RUN, _registry()).leaks == []


def _report(megabytes: int) -> bytes:
    """As reports are: mark-up that repeats, with numbers, names and times that do not."""
    rows = []
    for number in range(megabytes * 4500):
        tag = f"smith-{secrets.token_hex(4)}-abcdefgh-{number}"
        rows.append(
            f'<li class="step passed" id="step-{number}"><span class="keyword">When</span> the employee '
            f'signs up from the program page <a href="../features/purchase.html#{number}">{tag}.example</a> '
            f'<time datetime="2026-11-25T02:58:31.{number % 1000:03}">0.{number % 100:02} s</time></li>'
        )
    return "\n".join(rows).encode()[: megabytes << 20]


def test_large_reports_are_looked_through_in_no_time(tmp_path: Path) -> None:
    registry = _registry(*(secrets.token_urlsafe(24) for _ in range(5000)))
    _write(tmp_path, f"{_RUN}/living-docs.html", _report(6))
    _write(tmp_path, f"{_RUN}/picture.jpg", b"\xff\xd8\xff" + secrets.token_bytes(6 << 20))
    started = time.process_time()
    findings = scan(tmp_path, tmp_path / _RUN, registry)
    took = time.process_time() - started
    assert findings.leaks == []
    # Half of it is for the secrets, so that five times as much takes three times as long.
    assert took < 3, f"{took:.1f} s for 12 MB"
