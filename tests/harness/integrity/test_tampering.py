"""Runs in which somebody tampers with an output, or with what the outputs are made from: each is noticed."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.harness.integrity.conftest import CRY

if TYPE_CHECKING:
    from tests.harness.integrity.conftest import OutcomesProject

_PATIENCE = 90


@dataclass(frozen=True)
class _Tampering:
    code: str
    """What is added to the conftest."""
    sentences: tuple[str, ...]
    """What the run says of it."""
    run: tuple[str, ...] = ("-n", "0")


_RESULTS = """
import harness.report.results as keeping
def write_results(folder, run, write=keeping.write_results):
    problem = write(folder, run)
    path = folder / "results.json"
    path.write_text(path.read_text().replace('"status": "failed"', '"status": "passed"'))
    return problem
keeping.write_results = write_results
"""
_MESSAGES = """
from harness.formats import cucumber_messages
def write_messages(run, path, write=cucumber_messages.write_messages, **more):
    problem = write(run, path, **more)
    path.write_text(path.read_text().replace('"FAILED"', '"PASSED"'))
    return problem
cucumber_messages.write_messages = write_messages
"""
_JUNIT = """
import re
from harness.formats import junit
def write_junit(run, path, write=junit.write_junit, **more):
    problem = write(run, path, **more)
    after = re.compile('<testcase [^>]*name="Outcomes: After".*?</testcase>', re.DOTALL)
    path.write_text(after.sub("", path.read_text()))
    return problem
junit.write_junit = write_junit
"""
_UNREADABLE = """
from harness.formats import junit
def write_junit(run, path, **more): path.write_text("<testsuites>")
junit.write_junit = write_junit
"""
_SITE = """
from harness.living_docs.site_files import SiteFiles
def write(self, address, text, write=SiteFiles.write):
    write(self, address, text.replace('data-of="step">not run<', 'data-of="step">passed<'))
SiteFiles.write = write
"""
_ONE_MORE = """
import harness.integrity.publisher as publisher
def build_site(*args, build=publisher.build_site, **more):
    told = build(*args, **more)
    return {**told, "tests/test_other.py::test_other": next(iter(told.values()))}
publisher.build_site = build_site
"""
_REPORT = """
@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed: report.outcome, report.longrepr = "passed", None
    return report
"""
_ARRIVING_REPORT = """
class Flatterer:
    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_logreport(self, report):
        if report.failed: report.outcome, report.longrepr = "passed", None
        return (yield)

@pytest.hookimpl(trylast=True)
def pytest_collection(session):
    session.config.pluginmanager.register(Flatterer())
"""
_LOST_STEP = """
import sys
running = sys.modules["pytest_bdd.scenario"]  # whose name is also that of a function
def execute(request, scenario, step, context, execute=running._execute_step_function):
    if scenario.name != "Before": execute(request, scenario, step, context)
running._execute_step_function = execute
"""
_UNHEARD_STEP = """
@pytest.hookimpl(trylast=True)
def pytest_collection(session):
    def step_passed(self): return self._next
    from harness.report.recorder import Recorder
    Recorder.step_passed = step_passed
"""
_SEEN_FAILED = "pytest saw it failed, which is “{}” there"
_TAMPERINGS = {
    "a word in results.json": _Tampering(
        _RESULTS,
        (
            "results.json says of “Outcomes: Broken” that it is “passed”; " + _SEEN_FAILED.format("failed"),
            "results.json says of “Outcomes: Broken” that step 2 is “passed”; what pytest saw is “failed”",
        ),
    ),
    "a word in the messages": _Tampering(
        _MESSAGES,
        (
            "messages.ndjson says of “Outcomes: Broken” that it is “SKIPPED”; "
            + _SEEN_FAILED.format("FAILED"),
            "messages.ndjson says of “Outcomes: Broken” that step 2 is “PASSED”",
        ),
    ),
    "a scenario that JUnit lacks": _Tampering(
        _JUNIT, ("junit.xml leaves out “Outcomes: After”, which passed",)
    ),
    "half a file": _Tampering(_UNREADABLE, ("junit.xml cannot be read back: ",)),
    "a word in the site": _Tampering(
        _SITE,
        ("living-docs says of “Outcomes: Broken” that step 3 is “passed”; what pytest saw is “not run”",),
    ),
    "a scenario that never was": _Tampering(
        _ONE_MORE, ("living-docs tells of tests/test_other.py::test_other, which is no scenario of this run",)
    ),
    "a report that is made green": _Tampering(
        _REPORT, ("pytest saw “Outcomes: Broken” passed, although its step 2 failed",)
    ),
    "a report that a worker made green": _Tampering(
        _REPORT, ("pytest saw “Outcomes: Broken” passed, although its step 2 failed",), run=("-n", "2")
    ),
    "a report made green as it arrives": _Tampering(
        _ARRIVING_REPORT,
        ("junit.xml says of “Outcomes: Broken” that it is “failure”; pytest saw it passed",),
        run=("-n", "2"),
    ),
    "a step that is not run": _Tampering(
        _LOST_STEP, ("pytest saw “Outcomes: Before” passed, although its step 1 was not run",)
    ),
    "a step that the recorder misses": _Tampering(
        _UNHEARD_STEP,
        (
            "results.json says of “Outcomes: Before” that step 1 is “interrupted”",
            "results.json says of “Outcomes: Broken” that step 2 is “not run”",
        ),
    ),
}


@pytest.mark.parametrize("what", list(_TAMPERINGS))
def test_it_fails_the_run_and_is_named(three_scenarios: OutcomesProject, what: str) -> None:
    tampering = _TAMPERINGS[what]
    three_scenarios.add(tampering.code)
    done = three_scenarios.run(*tampering.run)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert CRY in done.stdout
    summary = (three_scenarios.path / "reports/run/summary.md").read_text(encoding="utf-8")
    start = (three_scenarios.path / "reports/living-docs/index.html").read_text(encoding="utf-8")
    for sentence in tampering.sentences:
        assert sentence in done.stdout
        assert sentence in summary
    assert "its reports disagree" in start


def test_nothing_is_cried_without(three_scenarios: OutcomesProject) -> None:
    done = three_scenarios.run("-n", "0")
    assert CRY not in done.stdout


def test_green_run_fails_where_its_reports_disagree(three_scenarios: OutcomesProject) -> None:
    three_scenarios.add(_JUNIT)
    done = three_scenarios.run("-n", "0", "-k", "after or before")
    assert "junit.xml leaves out “Outcomes: After”, which passed" in done.stdout
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    run = three_scenarios.results()
    assert (run.exit_status, run.exit_reason) == (1, "all tests ran; its reports disagree")


def test_what_could_not_be_written_is_told_as_that(three_scenarios: OutcomesProject) -> None:
    """A full disk is no lie: it does not make the run fail."""
    three_scenarios.add(
        "\nfrom harness.formats import junit\n"
        "junit.write_junit = lambda *_, **more: 'no room for JUnit; make some, and run again'\n"
    )
    done = three_scenarios.run("-n", "0", "-k", "after")
    assert "no room for JUnit" in done.stdout
    assert CRY not in done.stdout
    assert done.returncode == pytest.ExitCode.OK


def test_site_that_cannot_be_made_fails_the_run_and_loses_nothing_else(
    three_scenarios: OutcomesProject,
) -> None:
    three_scenarios.add(
        "\nimport harness.integrity.publisher as publisher\n"
        "def build_site(*_, **more): raise TypeError('a fault of ours')\n"
        "publisher.build_site = build_site\n"
    )
    done = three_scenarios.run("-n", "0", "-k", "after")
    assert "living-docs is still that of an earlier run: TypeError: a fault of ours" in done.stdout
    assert "Living documentation:" not in done.stdout
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert three_scenarios.results().exit_reason == "all tests ran; its reports disagree"
    assert (three_scenarios.path / "reports/run/junit.xml").exists()


def test_two_runs_at_once_do_not_mistake_each_other(three_scenarios: OutcomesProject) -> None:
    runs = {
        name: subprocess.Popen(
            three_scenarios.command("-n", "0", *selection),
            cwd=three_scenarios.path,
            env=three_scenarios.environment({"RUN": name}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
        )
        for name, selection in (("one", ("-k", "after or before")), ("two", ()))
    }
    for name, process in runs.items():
        printed, _ = process.communicate(timeout=_PATIENCE)
        assert CRY not in printed, printed
        assert process.returncode == {"one": 0, "two": 1}[name], printed
    assert len(three_scenarios.results("one").scenarios) == 2
    assert len(three_scenarios.results("two").scenarios) == 3
