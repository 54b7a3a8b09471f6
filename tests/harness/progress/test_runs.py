"""What a run prints to a log, with the options that people use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness.conftest import Project

_SLOW = """\
Feature: Slow
  @HUP-LINK-3
  Scenario: Takes its time
    When it takes a while
"""
_UNITS = "import pytest\n@pytest.mark.parametrize('n', range(40))\ndef test_unit(n): assert n != 30\n"


def test_log_has_a_line_for_each_scenario_and_ends_as_pytest_ends(
    finished_project: tuple[Project, str],
) -> None:
    _, printed = finished_project
    lines = printed.splitlines()
    assert re.search(r"^\[ 1/11\] ok +\d\.\d s  Confirmation link: Used once$", printed, re.MULTILINE)
    assert re.search(r"^\[ 2/11\] FAILED +\d\.\d s  Confirmation link: Used twice$", printed, re.MULTILINE)
    at = next(index for index, line in enumerate(lines) if "] FAILED" in line)
    assert lines[at + 1] == "    at Then she is refused"
    assert lines[at + 3].startswith("    reports/run/failures/link-used-twice-")
    assert "skipped" in printed
    assert "Confirmation link: Left out  (the target cannot do this)" in printed
    assert "Confirmation link: After 1439 minutes [verdict: let in]" in printed
    assert re.fullmatch(r"=+ 4 failed, 5 passed, 1 skipped, 1 xfailed, 1 error in .* =+", lines[-1])
    assert "\x1b" not in printed


def test_header_says_what_the_run_is_about(finished_project: tuple[Project, str]) -> None:
    _, printed = finished_project
    header = printed.partition("collected")[0]
    assert "target   reference, portal at http://hup.localhost:1" in header
    assert "mail     no mail at all" in header
    assert "browser  " in header
    assert "run      abcdefgh, seed 8412" in header
    assert "workers  none, all in this process" in header
    assert "rootdir" not in header
    assert "top-secret" not in printed


def test_workers_and_details_for_those_who_ask(features_project: Project) -> None:
    done = features_project.run("-n", "2", "-v", "-k", "once or twice")
    assert "workers  2" in done.stdout
    assert "rootdir: " in done.stdout
    assert re.search(
        r"ok .* Confirmation link: Used once  \(HUP-LINK-3 features/link\.feature:10 gw[01]\)", done.stdout
    )


def test_other_tests_are_counted_not_listed(features_project: Project) -> None:
    features_project.write({"tests/test_unit.py": _UNITS})
    done = features_project.run("-n", "0", "tests/test_unit.py")
    lines = [line for line in done.stdout.splitlines() if line.startswith("[")]
    assert len(lines) == 2
    assert re.fullmatch(r"\[31/40\] FAILED +0\.\d s  tests/test_unit\.py::test_unit\[30\]", lines[0])
    assert lines[1] == "[40/40] 39 ok, 1 FAILED"
    assert done.stdout.rstrip().splitlines()[-1].startswith("====")


def test_quiet_run_tells_failures_only(features_project: Project) -> None:
    done = features_project.run("-n", "0", "-q", "-k", "once or twice")
    lines = [line for line in done.stdout.splitlines() if line.startswith("[")]
    assert [line[:13] for line in lines] == ["[2/2] FAILED "]
    assert re.fullmatch(r"1 failed, 1 passed, .* in .*", done.stdout.rstrip().splitlines()[-1])


def test_silence_is_broken_by_what_is_still_running(features_project: Project) -> None:
    features_project.write({"features/link.feature": _SLOW})
    with (features_project.path / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write('\n@when("it takes a while")\ndef takes(): threading.Event().wait(1.2)\n')
    done = features_project.run("-n", "0", "--quiet-for", "0.4")
    told = [line for line in done.stdout.splitlines() if "still running" in line]
    assert 1 <= len(told) <= 3, done.stdout
    assert re.fullmatch(
        r"\[0/1\] still running: \d\.\d s Slow: Takes its time, at 'When it takes a while'", told[0]
    )


@pytest.mark.parametrize("options", [["-s"], ["-p", "randomly", "-p", "no:cacheprovider"]])
def test_other_ways_to_run(features_project: Project, options: list[str]) -> None:
    done = features_project.run("-n", "0", "-k", "once or twice", *options)
    assert len(re.findall(r"^\[[12]/2\] ", done.stdout, re.MULTILINE)) == 2, done.stdout
    assert ("used 1" in done.stdout) == (options == ["-s"])


def test_collection_alone_runs_and_writes_nothing(features_project: Project) -> None:
    done = features_project.run("--collect-only", "-q")
    assert done.returncode == pytest.ExitCode.OK
    assert "tests/test_link.py::test_used_once" in done.stdout
    assert not (features_project.path / "reports").exists()


def test_progress_works_without_reports_and_run(project: Project) -> None:
    project.write(
        {
            "pytest.toml": "[pytest]\n",
            "conftest.py": 'pytest_plugins = ["harness.report.plugin", "harness.progress.plugin"]\n',
            "test_unit.py": _UNITS,
        }
    )
    done = project.run("-n", "0")
    assert "[40/40] 39 ok, 1 FAILED" in done.stdout
    assert "workers  none" in done.stdout
    assert "target" not in done.stdout
