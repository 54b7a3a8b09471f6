"""The project in which every outcome comes about: what its steps do, and its settings."""

from __future__ import annotations

from typing import Final

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
