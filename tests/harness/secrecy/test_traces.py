"""A trace is scrubbed and still one; where it cannot be scrubbed it is kept apart, and that is told."""

from __future__ import annotations

import json
import secrets
import zipfile
from typing import TYPE_CHECKING

import pytest

from harness.report.browser_watch import BrowserWatch
from harness.report.evidence import Evidence, EvidenceFolder
from harness.secrecy import traces
from harness.secrecy.cookies import of_cookies
from harness.secrecy.masking import Masker
from harness.secrecy.registry import Registry
from harness.secrecy.traces import scrub, scrub_or_set_aside
from tests.harness.sample_run import sample_run

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

_PASSWORD = "hr7y3rt7bc4xoEkR"
_COOKIE = "k3pf0r5essi0nc00kieva1ue"
_CODE = "Zm9yLWEtc2lnbi1pbi1jb2Rl1"
_ACTION = {
    "type": "before",
    "method": "fill",
    "params": {"selector": "internal:label=Password", "value": _PASSWORD},
}
_RESOURCE = {
    "type": "resource-snapshot",
    "snapshot": {
        "request": {
            "url": f"http://h/signed-in/?code={_CODE}",
            "cookies": [{"name": "session", "value": _COOKIE}],
            "headers": [
                {"name": "Cookie", "value": f"session={_COOKIE}"},
                {"name": "Accept", "value": "*/*"},
            ],
            "queryString": [{"name": "code", "value": _CODE}, {"name": "market", "value": "CH"}],
        },
        "response": {"headers": [{"name": "set-cookie", "value": f"session={_COOKIE}; Path=/"}]},
    },
}
_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def _write(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return path


def _read(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def _lines(content: bytes) -> list[object]:
    return [json.loads(line) for line in content.splitlines()]


def test_trace_is_scrubbed_and_still_one(tmp_path: Path) -> None:
    trace = _write(
        tmp_path / "trace.zip",
        {
            "trace.trace": json.dumps({"version": 10}).encode()
            + b"\n"
            + json.dumps(_ACTION).encode()
            + b"\n",
            "trace.network": json.dumps(_RESOURCE).encode() + b"\n",
            "trace.stacks": b'{"files":["steps/orders.py"],"stacks":[]}',
            "resources/aa.html": f"<p>{_PASSWORD}</p>".encode(),
            "resources/bb.png": _PICTURE,
        },
    )
    assert scrub(trace, Masker([_PASSWORD])) is None
    found = _read(trace)
    assert list(found) == [
        "trace.trace",
        "trace.network",
        "trace.stacks",
        "resources/aa.html",
        "resources/bb.png",
    ]
    whole = b"".join(found.values())
    assert all(secret.encode() not in whole for secret in (_PASSWORD, _COOKIE, _CODE))
    masked = {**_ACTION, "params": {"selector": "internal:label=Password", "value": "[masked]"}}
    assert _lines(found["trace.trace"]) == [{"version": 10}, masked]
    assert found["trace.trace"].endswith(b"\n")
    request = _lines(found["trace.network"])[0]["snapshot"]["request"]  # type: ignore[index]
    assert request["url"] == "http://h/signed-in/?code=[masked]"
    assert request["headers"][1] == {"name": "Accept", "value": "*/*"}
    assert request["queryString"] == [
        {"name": "code", "value": "[masked]"},
        {"name": "market", "value": "CH"},
    ]
    assert found["resources/aa.html"] == b"<p>[masked]</p>"
    assert found["resources/bb.png"] == _PICTURE
    assert [path.name for path in tmp_path.iterdir()] == ["trace.zip"]


def test_secret_that_begins_within_an_escape_leaves_lines_that_can_be_read(tmp_path: Path) -> None:
    line = json.dumps({"message": "\nabc123def and nabc123def"}).encode()
    trace = _write(tmp_path / "trace.zip", {"trace.trace": line})
    assert scrub(trace, Masker(["nabc123def"])) is None
    assert _lines(_read(trace)["trace.trace"]) == [{"message": "\nabc123def and [masked]"}]


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 and then nothing"])
def test_trace_that_cannot_be_scrubbed_is_kept_apart(tmp_path: Path, content: bytes) -> None:
    trace = tmp_path / "some-scenario" / "trace.zip"
    trace.parent.mkdir()
    trace.write_bytes(content)
    told = scrub_or_set_aside(trace, Masker([_PASSWORD]), aside=tmp_path / "unscrubbed")
    assert told is not None
    assert "BadZipFile" in told
    assert "unscrubbed/some-scenario-trace.zip: pass it on to nobody" in told
    assert (tmp_path / "unscrubbed/some-scenario-trace.zip").read_bytes() == content
    assert list(trace.parent.iterdir()) == []


def test_trace_with_a_line_that_is_no_json_is_kept_apart(tmp_path: Path) -> None:
    trace = _write(tmp_path / "trace.zip", {"trace.trace": f'{{"cookies": {_COOKIE}'.encode()})
    told = scrub_or_set_aside(trace, Masker(), aside=tmp_path / "unscrubbed")
    assert "JSONDecodeError" in (told or "")
    assert [path.name for path in tmp_path.iterdir()] == ["unscrubbed"]


def test_trace_that_is_too_large_is_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = _write(tmp_path / "trace.zip", {"trace.trace": b"{}"})
    monkeypatch.setattr(traces, "MOST_BYTES", 10)
    assert "more than" in (scrub_or_set_aside(trace, Masker(), aside=tmp_path / "unscrubbed") or "")
    assert not trace.exists()


def test_trace_that_can_go_nowhere_is_deleted(tmp_path: Path) -> None:
    trace = tmp_path / "trace.zip"
    trace.write_bytes(b"no zip")
    assert "was deleted" in (scrub_or_set_aside(trace, Masker(), aside=None) or "")
    assert not trace.exists()


class _BrokenTrace(BrowserWatch):
    def capture(self, folder: Path) -> list[str]:
        (folder / "trace.zip").write_bytes(b"no zip")
        return ["trace.zip"]


def test_failure_says_that_its_trace_was_kept_apart(tmp_path: Path) -> None:
    scenario = sample_run(tmp_path / "sample").scenarios[0]
    folder = EvidenceFolder(
        tmp_path / "failures" / "k", scenario, replay="replay", unscrubbed=tmp_path / "unscrubbed"
    )
    evidence = Evidence("run-1", browser=_BrokenTrace())
    folder.capture_browser(evidence)
    folder.complete(evidence)
    told = scenario.notes["evidence that is missing"]
    assert "trace.zip: it could not be scrubbed of secrets" in told
    assert "unscrubbed/k-trace.zip" in (tmp_path / "failures/k/failure.md").read_text(encoding="utf-8")
    assert "trace.zip" not in scenario.evidence


def test_real_trace_holds_nothing_that_was_typed_kept_or_followed(browser: Browser, tmp_path: Path) -> None:
    # Made up here: what stands in this file stands in the trace's copy of the sources, too.
    password, cookie, code = values = [secrets.token_hex(12) for _ in range(3)]
    registry = Registry()
    watch = BrowserWatch("full", on_address=registry.add_from)
    context = browser.new_context()
    try:
        watch.watch(context)
        page_ = "<title>In</title><label>Password <input type=password></label>"
        context.route("**/*", lambda route: route.fulfill(content_type="text/html", body=page_))
        context.add_cookies([{"name": "session", "value": cookie, "url": "http://hup.localhost"}])
        page = context.new_page()
        page.goto(f"http://hup.localhost/signed-in/?code={code}")
        page.get_by_label("Password").fill(password)
        registry.add(password, "the password of an invented person")
        for value, what in of_cookies(watch.cookies()):
            registry.add(value, what)
        files = watch.capture(tmp_path)
    finally:
        context.close()
    assert list(of_cookies(watch.cookies())) == []  # a context that is gone is no trouble
    assert {secret.value: secret.what for secret in registry.secrets} == {
        code: "an authorization code",
        password: "the password of an invented person",
        cookie: "the cookie 'session' of hup.localhost",
    }
    assert "trace.zip" in files
    before = _read(tmp_path / "trace.zip")
    assert all(any(value.encode() in content for content in before.values()) for value in values)
    assert scrub(tmp_path / "trace.zip", Masker(registry)) is None
    after = _read(tmp_path / "trace.zip")
    assert list(after) == list(before)
    whole = b"".join(after.values())
    assert all(value.encode() not in whole for value in values)
    for name in ("trace.trace", "trace.network", "trace.stacks"):
        assert len(_lines(after[name])) == len(_lines(before[name]))
