"""Every way in which a scenario can come out of a run that comes to its end, and what each output calls it.

One table: a scenario, what it says, and the very words of pytest, of `results.json`, of Cucumber Messages, of
JUnit's XML and of the site for it and its steps. The project in which they are run is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True)
class Outcome:
    """A scenario and what is said of it. Steps are parted by commas, in all outputs but Messages the same."""

    name: str
    says: str
    """Its steps, parted by commas."""
    pytest: str
    """The words of `pytest -v` without any plugin of ours."""
    results: str
    messages: str
    junit: str
    site: str
    steps: str
    message_steps: str
    tags: str = ""
    background: str = ""

    def __str__(self) -> str:
        return self.name


FAILING_NOTHING: Final = (
    Outcome(
        "Passes", "it works, it works, it works",
        "PASSED", "passed", "PASSED", "passed", "passed",
        "passed, passed, passed", "PASSED, PASSED, PASSED",
    ),
    Outcome(
        "Is skipped in a step", "it works, it is not possible here, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "passed, skipped, not run", "PASSED, SKIPPED, SKIPPED",
    ),
    Outcome(
        "Is skipped by a mark", "it works, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@skip",
    ),
    Outcome(
        "Is skipped in what a step needs", "it works, what it needs is not here, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "passed, skipped, not run", "PASSED, SKIPPED, SKIPPED",
    ),
    Outcome(
        "Is skipped in its set-up", "it works, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@set_up_skips",
    ),
    Outcome(
        "Is skipped in its background", "it works, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "skipped, not run, not run", "SKIPPED, SKIPPED, SKIPPED",
        background="it is not possible here",
    ),
    Outcome(
        "Fails as expected", "it works, it fails, it works",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, failed, not run", "PASSED, PENDING, SKIPPED",
        tags="@known",
    ),
    Outcome(
        "Fails as expected and strictly so", "it works, it fails",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, failed", "PASSED, PENDING",
        tags="@known_strictly",
    ),
    Outcome(
        "Fails as expected in its set-up", "it works, it works",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@known @set_up_fails",
    ),
    Outcome(
        "Fails as a step says that it may", "it works, it is given up, it works",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, failed, not run", "PASSED, PENDING, SKIPPED",
    ),
    Outcome(
        "Is expected to fail and not even run", "it works, it works",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@known_and_not_run",
    ),
    Outcome(
        "Lacks a definition as expected", "it works, a pigeon is sent, it works",
        "XFAIL", "xfailed", "UNDEFINED", "skipped: expected failure", "failed as expected",
        "passed, undefined, not run", "PASSED, UNDEFINED, SKIPPED",
        tags="@known",
    ),
    Outcome(
        "Passes unexpectedly", "it works, it works",
        "XPASS", "xpassed", "PASSED", "passed", "passed unexpectedly",
        "passed, passed", "PASSED, PASSED",
        tags="@known",
    ),
    Outcome(
        "Fails as expected and in its teardown, too", "it works, it fails, it works",
        "XFAIL, XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, failed, not run", "PASSED, PENDING, SKIPPED",
        tags="@known @teardown_fails",
    ),
    Outcome(
        "Fails as expected in its teardown", "it works, it works",
        "XPASS, XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, passed", "PASSED, PASSED",
        tags="@known @teardown_fails",
    ),
    Outcome(
        "Is skipped in its teardown", "it works, it works",
        "PASSED, SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "passed, passed", "PASSED, PASSED",
        tags="@teardown_skips",
    ),
    Outcome(
        "Passes when run again", "it works, it fails once, it works",
        "RERUN, PASSED", "passed", "PASSED after FAILED", "passed after failure", "passed on a retry",
        "passed, passed, passed", "PASSED, PASSED, PASSED",
        tags="@again",
    ),
    Outcome(
        "Passes when set up again", "it works, it works",
        "RERUN, PASSED", "passed", "PASSED after FAILED", "passed after error", "passed on a retry",
        "passed, passed", "PASSED, PASSED",
        tags="@again @set_up_fails_once",
    ),
    Outcome(
        "Passes once it is also cleaned up", "it works, it works",
        "PASSED, RERUN, PASSED", "passed", "PASSED after FAILED", "passed after error", "passed on a retry",
        "passed, passed", "PASSED, PASSED",
        tags="@again @teardown_fails_once",
    ),
    Outcome(
        "Is skipped when run again", "it works, it fails once, it is not possible here",
        "RERUN, SKIPPED", "skipped", "SKIPPED after FAILED", "skipped after failure", "skipped",
        "passed, passed, skipped", "PASSED, PASSED, SKIPPED",
        tags="@again",
    ),
)  # fmt: skip
FAILING: Final = (
    Outcome(
        "Fails in a step", "it works, it fails, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
    ),
    Outcome(
        "Fails by pytest's own word", "it works, it is called a failure, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
    ),
    Outcome(
        "Lacks its first definition", "a pigeon is sent, it works",
        "FAILED", "failed", "UNDEFINED", "failure", "failed",
        "undefined, not run", "UNDEFINED, SKIPPED",
    ),
    Outcome(
        "Lacks a definition in the middle", "it works, a pigeon is sent, it works",
        "FAILED", "failed", "UNDEFINED", "failure", "failed",
        "passed, undefined, not run", "PASSED, UNDEFINED, SKIPPED",
    ),
    Outcome(
        "Lacks two definitions", "it works, a pigeon is sent, it works, the pigeon returns",
        "FAILED", "failed", "UNDEFINED", "failure", "failed",
        "passed, undefined, not run, undefined", "PASSED, UNDEFINED, SKIPPED, UNDEFINED",
    ),
    Outcome(
        "Lacks a definition and is not cleaned up", "it works, a pigeon is sent, it works",
        "FAILED, ERROR", "failed", "FAILED", "failure", "failed",
        "passed, undefined, not run", "PASSED, UNDEFINED, SKIPPED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Fails in its background", "it works, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "failed, not run, not run", "FAILED, SKIPPED, SKIPPED",
        background="it fails",
    ),
    Outcome(
        "Lacks a definition in its background", "it works, it works",
        "FAILED", "failed", "UNDEFINED", "failure", "failed",
        "undefined, not run, not run", "UNDEFINED, SKIPPED, SKIPPED",
        background="the pigeon is fed",
    ),
    Outcome(
        "Fails in what a step needs", "it works, what it needs is broken, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
    ),
    Outcome(
        "Fails in its set-up", "it works, it works",
        "ERROR", "error", "FAILED", "error", "error",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@set_up_fails",
    ),
    Outcome(
        "Fails in its teardown", "it works, it works",
        "PASSED, ERROR", "error", "FAILED", "error", "error",
        "passed, passed", "PASSED, PASSED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Fails in the end of what a step needs", "it works, its end will be broken, it works",
        "PASSED, ERROR", "error", "FAILED", "error", "error",
        "passed, passed, passed", "PASSED, PASSED, PASSED",
    ),
    Outcome(
        "Fails in a step and in its teardown", "it works, it fails, it works",
        "FAILED, ERROR", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Is skipped and fails in its teardown", "it works, it is not possible here, it works",
        "SKIPPED, ERROR", "error", "FAILED", "error", "error",
        "passed, skipped, not run", "PASSED, SKIPPED, SKIPPED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Is given up and fails in its teardown", "it works, it is given up, it works",
        "XFAIL, ERROR", "error", "FAILED", "error", "error",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Fails and is skipped in its teardown", "it works, it fails, it works",
        "FAILED, SKIPPED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@teardown_skips",
    ),
    Outcome(
        "Passes though that is forbidden and fails in its teardown", "it works, it works",
        "FAILED, XFAIL", "failed", "FAILED", "failure", "failed",
        "passed, passed", "PASSED, PASSED",
        tags="@known_strictly @teardown_fails",
    ),
    Outcome(
        "Passes though that is forbidden", "it works, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, passed", "PASSED, PASSED",
        tags="@known_strictly",
    ),
    Outcome(
        "Takes too long in a step", "it works, it takes too long, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@hurried",
    ),
    Outcome(
        "Takes too long in its set-up", "it works, it works",
        "ERROR", "error", "FAILED", "error", "error",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@hurried @set_up_takes_too_long",
    ),
    Outcome(
        "Fails when run again", "it works, it fails, it works",
        "RERUN, FAILED", "failed", "FAILED after FAILED", "failure after failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@again",
    ),
    Outcome(
        "Fails earlier when run again", "it works once, it fails",
        "RERUN, FAILED", "failed", "FAILED after FAILED", "failure after failure", "failed",
        "failed, not run", "FAILED, SKIPPED",
        tags="@again",
    ),
    Outcome(
        "Lacks a definition twice", "it works, a pigeon is sent, it works",
        "RERUN, FAILED", "failed", "UNDEFINED after FAILED", "failure after failure", "failed",
        "passed, undefined, not run", "PASSED, UNDEFINED, SKIPPED",
        tags="@again",
    ),
)  # fmt: skip

CONFTEST: Final = """\
import os
import threading
from collections import Counter
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from pytest_bdd import step

from harness.run_context import RUN_CONTEXT, RunContext
from harness.targets import Target

# Without them, a run is what pytest and pytest-bdd alone make of it.
pytest_plugins = [] if "PLAIN" in os.environ else ["harness.progress.plugin", "harness.report.plugin"]
TARGET = Target(
    name="reference", program_url="http://hup.localhost:1", account_url="http://account.localhost:1",
    store_url="http://store.localhost:1", control_url="http://127.0.0.1:1", control_secret="top-secret-value",
    mail_url="http://127.0.0.1:1", mail_server="no mail at all", portal_log=Path("portal.log").absolute(),
)
MARKERS = {
    "known": pytest.mark.xfail(reason="a known fault", strict=False),
    "known_strictly": pytest.mark.xfail(reason="a known fault", strict=True),
    "known_and_not_run": pytest.mark.xfail(reason="a known fault", run=False),
    "hurried": pytest.mark.timeout(2, method="signal"),
}
SEEN = Counter()

class HandOver:
    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node):
        node.workerinput["context"] = node.config.stash[RUN_CONTEXT].to_worker()

def pytest_addoption(parser, pluginmanager):
    pluginmanager.register(HandOver())

def pytest_configure(config):
    handed_over = getattr(config, "workerinput", None)
    if handed_over:
        config.stash[RUN_CONTEXT] = RunContext.from_controller(handed_over["context"])
    else:
        folder = Path("reports", os.environ.get("RUN", "run")).absolute()
        config.stash[RUN_CONTEXT] = RunContext("abcdefgh", 8412, folder, TARGET)

def pytest_collection_modifyitems(items):
    for item in items:
        for name, mark in MARKERS.items():
            if item.get_closest_marker(name):
                item.add_marker(mark)

def pytest_runtest_protocol(item, nextitem):
    # As pytest-rerunfailures does it.
    if item.get_closest_marker("again") is None:
        return None
    for attempt in (1, 2):
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        is_over = True
        for report in runtestprotocol(item, nextitem=nextitem, log=False):
            report.rerun = attempt - 1
            if report.failed and attempt == 1:
                report.outcome, is_over = "rerun", False
            item.ihook.pytest_runtest_logreport(report=report)
            if not is_over:
                break
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        if is_over:
            break
    return True

def pytest_report_teststatus(report):
    return ("rerun", "R", "RERUN") if report.outcome == "rerun" else None

def first_time(request, what):
    SEEN[request.node.nodeid, what] += 1
    return SEEN[request.node.nodeid, what] == 1

def take_too_long():
    for _ in range(300): threading.Event().wait(0.1)

@pytest.fixture(autouse=True)
def around(request):
    asked = {mark.name for mark in request.node.iter_markers()}
    if "set_up_skips" in asked: pytest.skip("the target cannot do this")
    if "set_up_takes_too_long" in asked: take_too_long()
    if "set_up_fails" in asked or "set_up_fails_once" in asked and first_time(request, "set-up"):
        raise RuntimeError("the database is down")
    yield
    if "teardown_skips" in asked: pytest.skip("the target cannot do this")
    if "teardown_fails" in asked or "teardown_fails_once" in asked and first_time(request, "teardown"):
        raise RuntimeError("could not clean up")

@pytest.fixture
def broken(): raise RuntimeError("the database is down")
@pytest.fixture
def broken_end():
    yield
    raise RuntimeError("could not clean up")
@pytest.fixture
def not_here(): pytest.skip("the target cannot do this")

@step("it works")
def works(): pass
@step("it fails")
def fails(): assert "red" == "green"
@step("it is called a failure")
def called(): pytest.fail("it is not so")
@step("it fails once")
def fails_once(request): assert not first_time(request, "step")
@step("it works once")
def works_once(request): assert first_time(request, "step")
@step("it is not possible here")
def impossible(): pytest.skip("the target cannot do this")
@step("it is given up")
def given_up(): pytest.xfail("a known fault")
@step("what it needs is not here")
def needs_absent(not_here): pass
@step("what it needs is broken")
def needs(broken): pass
@step("its end will be broken")
def needs_end(broken_end): pass
@step("it takes too long")
def takes_too_long(): take_too_long()
@step("the run is ended")
def ends(): pytest.exit("enough")
@step("the worker dies")
def dies(): os.kill(os.getpid(), 9)
@step("the run is stuck")
def stuck():
    open("stuck", "w").close()  # a named pipe, at whose other end somebody waits
    take_too_long()
"""
SETTINGS: Final = """\
[pytest]
bdd_features_base_dir = "features"
filterwarnings = ["error"]
addopts = ["--strict-markers", "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "timeout"]
markers = [
    "known", "known_strictly", "known_and_not_run", "hurried", "again", "set_up_skips", "set_up_fails",
    "set_up_fails_once", "set_up_takes_too_long", "teardown_fails", "teardown_fails_once", "teardown_skips",
]
"""


def feature_of(outcomes: tuple[Outcome, ...]) -> str:
    """Return a feature with a scenario for each; what has a background is in a rule of its own."""
    lines = ["Feature: Outcomes"]
    for outcome in sorted(outcomes, key=lambda each: bool(each.background)):
        if outcome.background:
            lines += [f"  Rule: {outcome.name}", "    Background:", f"      Given {outcome.background}"]
        lines += [f"    {outcome.tags}", f"    Scenario: {outcome.name}"]
        lines += [f"      Given {sentence}" for sentence in outcome.says.split(", ")]
    return "\n".join(lines) + "\n"


def markdown_of(outcomes: tuple[Outcome, ...]) -> str:
    """Return the table for people."""
    names = [field.name for field in fields(Outcome)]
    rows = [[str(getattr(outcome, name)) for name in names] for outcome in outcomes]
    return "\n".join(f"| {' | '.join(row)} |" for row in [names, ["---"] * len(names), *rows]) + "\n"
