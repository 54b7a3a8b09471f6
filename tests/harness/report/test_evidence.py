"""Evidence is gathered as far as it can be; whatever is broken is named and hides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from harness.report.browser_watch import BrowserWatch
from harness.report.evidence import Evidence, EvidenceFolder
from harness.report.model import Failure, Feature, Scenario, Step
from harness.report.replay import replay_line
from harness.secrecy.masking import Masker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class _Mail:
    raw: bytes
    subject: str = "Your link"
    sender_name: str = "Account No Reply"
    sender_address: str = "no-reply@hup.localhost"
    text: str | None = None
    html: str | None = None
    arrived: datetime | None = None


class _BrokenBrowser(BrowserWatch):
    def capture(self, folder: Path) -> list[str]:
        raise RuntimeError(f"no browser for {folder.name}")


def _scenario() -> Scenario:
    return Scenario(
        node_id="n",
        key="k",
        feature=Feature(path="features/a.feature", keyword="Feature", name="F", language="en"),
        keyword="Scenario",
        name="S",
        outline="S",
        line=1,
        request_id="run-1",
        steps=[Step(keyword="When", kind="when", text="x", line=2)],
        failures=[Failure(phase="step", step=0, kind="AssertionError", message="wrong")],
    )


def _folder(path: Path, scenario: Scenario, **more: object) -> EvidenceFolder:
    return EvidenceFolder(path / "k", scenario, replay="replay", masker=Masker(["secret"]), **more)  # type: ignore[arg-type]


def _missing(scenario: Scenario) -> str:
    return scenario.notes.get("evidence that is missing", "")


def test_mails_are_kept_by_address_and_masked(tmp_path: Path) -> None:
    mails = {
        "a@x.example": [_Mail(b"To: a\r\n\r\nhttp://h/confirm/abcdefghijklmnop/ secret")],
        "b@x.example": [],
    }
    evidence = Evidence("run-1", browser=BrowserWatch(), mails_to=lambda address: list(mails[address]))
    for address in ("b@x.example", "a@x.example", "a@x.example"):
        evidence.watch_address(address)
    scenario = _scenario()
    _folder(tmp_path, scenario).complete(evidence)
    raw = (tmp_path / "k/mails/01.eml").read_bytes()
    assert raw == b"To: a\r\n\r\nhttp://h/confirm/[masked]/ [masked]"
    assert (tmp_path / "k/mails.txt").read_text(encoding="utf-8").splitlines() == [
        "mails/01.eml: to a@x.example, from no-reply@hup.localhost: Your link",
        "none to b@x.example",
    ]
    assert "mails/01.eml" in scenario.evidence


def test_mail_server_that_is_gone_is_named(tmp_path: Path) -> None:
    def broken(address: str) -> Iterable[_Mail]:
        raise ConnectionError(f"refused for {address}")

    evidence = Evidence("run-1", browser=BrowserWatch(), mails_to=broken)
    evidence.watch_address("a@x.example")
    scenario = _scenario()
    _folder(tmp_path, scenario).complete(evidence)
    assert "mails to a@x.example: ConnectionError: refused for a@x.example" in _missing(scenario)
    assert "wrong" in (tmp_path / "k/failure.md").read_text(encoding="utf-8")


def test_broken_browser_and_missing_log_are_named(tmp_path: Path) -> None:
    evidence = Evidence("run-1", browser=_BrokenBrowser())
    scenario = _scenario()
    folder = _folder(tmp_path, scenario, portal_log=tmp_path / "none.log")
    folder.capture_browser(evidence)
    folder.complete(evidence)
    assert "browser: RuntimeError: no browser for k" in _missing(scenario)
    assert "portal.log: FileNotFoundError" in _missing(scenario)
    assert scenario.evidence == ["failure.md"]


def test_folder_that_cannot_be_made_never_raises(tmp_path: Path) -> None:
    (tmp_path / "k").write_text("a file is in the way", encoding="utf-8")
    scenario = _scenario()
    folder = _folder(tmp_path, scenario)
    folder.capture_browser(Evidence("run-1", browser=BrowserWatch()))
    folder.complete(None, output=[("Captured stdout call", "x")])
    assert "the folder: " in _missing(scenario)


def test_second_failure_adds_to_the_first(tmp_path: Path) -> None:
    scenario = _scenario()
    folder = _folder(tmp_path, scenario)
    folder.complete(None, output=[("Captured stdout call", "from the step")])
    scenario.failures.append(Failure(phase="teardown", kind="RuntimeError", message="could not clean up"))
    folder.complete(None)
    told = (tmp_path / "k/failure.md").read_text(encoding="utf-8")
    assert "wrong" in told
    assert "could not clean up" in told
    assert scenario.evidence == ["failure.md", "output.txt"]


def test_notes_are_told(tmp_path: Path) -> None:
    evidence = Evidence("run-1", browser=BrowserWatch())
    evidence.note("organization", 42)
    scenario = _scenario()
    _folder(tmp_path, scenario).complete(evidence)
    assert "- organization: 42" in (tmp_path / "k/failure.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("node_id", "quoted"),
    [("t.py::test_a[x y]", "'t.py::test_a[x y]'"), ("t.py::test_a[it's]", "'t.py::test_a[it'\"'\"'s]'")],
)
def test_replay_line_is_fit_for_a_shell(node_id: str, quoted: str) -> None:
    line = replay_line(node_id, seed=8412, arguments=["--target", "my place"])
    assert line == f"./run e2e --seed 8412 -n 0 --evidence full --target 'my place' {quoted}"
    assert replay_line("t", seed=None).startswith("./run e2e -n 0")
