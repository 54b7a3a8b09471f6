from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.formats.github import MOST_BYTES, tell_github
from harness.report.model import Failure, Run, Status, StepStatus
from tests.harness.formats.odd_names import ODD_NAMES
from tests.harness.sample_run import STARTED, sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

_COMMAND = re.compile(
    r"::error file=(?P<file>[^,:]+),line=(?P<line>\d+),title=(?P<title>[^,:]+)::(?P<text>.*)"
)


def _environ(tmp_path: Path) -> dict[str, str]:
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "page.md"),
    }


def _told(run: Run, tmp_path: Path) -> list[str]:
    project = tmp_path / "e2e"
    return tell_github(run, root=project, folder=project / "reports/x", environ=_environ(tmp_path))


def _red(count: int, message: str = "wrong") -> Run:
    failure = Failure(phase="step", step=0, kind="AssertionError", message=message)
    made = [
        scenario(f"n{line}", Status.FAILED, steps(StepStatus.FAILED), line=line, failures=[failure])
        for line in range(1, count + 1)
    ]
    return Run(
        run_id="abcdefgh",
        seed=1,
        target="reference",
        portal="http://hup.localhost:1",
        mail_server="embedded",
        started=STARTED,
        exit_status=1,
        scenarios=made,
    )


def test_nothing_is_told_elsewhere(tmp_path: Path) -> None:
    environ = {**_environ(tmp_path), "GITHUB_ACTIONS": ""}
    assert tell_github(sample_run(tmp_path), root=tmp_path, folder=tmp_path, environ=environ) == []
    assert not (tmp_path / "page.md").exists()


def test_failures_stand_at_their_step_in_the_feature(tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    lines = _told(run, tmp_path)
    assert len(lines) == 9
    found = _COMMAND.fullmatch(lines[0])
    assert found is not None
    assert found["file"] == "e2e/features/employee/link.feature"
    assert found["line"] == "11"
    assert found["title"] == "The confirmation link%3A A link that is 24 h 01 min old"
    assert found["text"] == (
        "the link still works%0AExpected: <expired>%0AActual: 'confirmed'%0A%0Aat: When what step 2 says"
        f"%0Arules: HUP-LINK-4%0Aevidence: e2e/reports/x/{run.scenarios[2].folder}/failure.md"
    )
    set_up = next(line for line in lines if "set-up fails" in line)
    assert "file=e2e/features/admin/way.feature,line=9," in set_up
    assert "It was interrupted." in next(line for line in lines if "was stopped" in line)


def test_more_than_github_shows_is_said_in_the_last_one(tmp_path: Path) -> None:
    assert len(_told(_red(10), tmp_path)) == 10
    lines = _told(_red(25), tmp_path)
    assert len(lines) == 10
    assert lines[-1].startswith("::error title=16 more scenarios do not hold::")


def test_odd_names_stay_in_their_command(tmp_path: Path) -> None:
    for name in ODD_NAMES:
        run = _red(1, message=f"{name}\r\n::set-output name=x::y\n100% {name}")
        run.scenarios[0].name = run.scenarios[0].outline = name
        (line,) = _told(run, tmp_path)
        line.encode()
        assert len(line.splitlines()) == 1, line
        assert _COMMAND.fullmatch(line), line


def test_summary_is_added_to_the_page_of_the_job(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n", encoding="utf-8")
    _told(sample_run(tmp_path), tmp_path)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n# ❌ 9 of 16 scenarios do not hold\n")
    assert "`e2e/reports/x/failures/" in text


def test_page_holds_no_more_than_github_takes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"x" * (MOST_BYTES - 3000))
    _told(_red(90, message="first\n" + "```\n" * 3), tmp_path)
    data = page.read_bytes()
    assert len(data) <= MOST_BYTES
    added = data[MOST_BYTES - 3000 :].decode()
    assert added.endswith("the run's folder has all of it in summary.md\n")
    assert added.count("````text\n") * 2 == added.count("````")  # no block stays open
    page.write_bytes(b"x" * MOST_BYTES)
    _told(_red(1), tmp_path)
    assert page.stat().st_size == MOST_BYTES


def test_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.md").mkdir()
    assert _told(_red(1), tmp_path)[-1].startswith("::warning::The summary could not be written for GitHub: ")
