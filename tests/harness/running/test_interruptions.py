"""Runs that end before their end: results are kept, one message says why, and nothing is left running."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    NewInnerRun = Callable[[str], Any]

FIRST_PASSES_SECOND_STAYS = """
    def test_first(context):
        pass


    def test_second(context):
        pause()


    def test_third(context):
        pass
"""
SIGNAL_AMID_FIRST_REPORT = """
import os
import signal

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report):
    if "PYTEST_XDIST_WORKER" not in os.environ and report.when == "call":
        signal.raise_signal(signal.SIGTERM)
"""
BROWSERS_STAY_OPEN = """
    from playwright.sync_api import sync_playwright

    from harness import browsers


    @pytest.mark.parametrize("number", range(2))
    def test_browser(context, number):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browsers.find().executable)
            page = browser.new_page()
            page.goto(context.target.program_url)
            pause()
"""
STOPPED = 2
GONE_WITHIN = 20.0
"""Seconds; under one on a quiet machine, and the wait ends as soon as all are gone."""


@pytest.mark.parametrize(
    ("workers", "number"),
    [("0", signal.SIGTERM), ("0", signal.SIGHUP), ("0", signal.SIGINT), ("2", signal.SIGTERM)],
)
def test_signal_ends_run_in_order(new_inner_run: NewInnerRun, workers: str, number: signal.Signals) -> None:
    run = new_inner_run(FIRST_PASSES_SECOND_STAYS)
    process = run.start("-n", workers, "--dist", "loadfile", "--junitxml=junit.xml")
    run.wait_started()

    process.send_signal(number)
    code, output = run.finish()

    assert code == STOPPED, output
    assert output.count("RunStopped") == 1, output
    assert "Traceback" not in output
    assert "1 passed" in output
    assert "test_first" in (run.folder / "junit.xml").read_text()
    assert run.wait_gone(GONE_WITHIN) == []


def test_signal_amid_a_report_of_a_worker_does_not_lose_it(new_inner_run: NewInnerRun) -> None:
    run = new_inner_run(FIRST_PASSES_SECOND_STAYS)
    with (run.folder / "conftest.py").open("a") as conftest:
        conftest.write(SIGNAL_AMID_FIRST_REPORT)

    code, output = run.run("-n", "2", "--dist", "loadfile", "--junitxml=junit.xml")

    assert code == STOPPED, output
    assert output.count("RunStopped") == 1, output
    assert "Traceback" not in output
    assert "1 passed" in output
    assert "test_first" in (run.folder / "junit.xml").read_text()


@pytest.mark.parametrize("workers", ["0", "2"])
def test_ctrl_c_on_terminal_ends_run_in_order(new_inner_run: NewInnerRun, workers: str) -> None:
    run = new_inner_run(FIRST_PASSES_SECOND_STAYS)
    run.start_on_terminal("-n", workers, "--dist", "loadfile", "--junitxml=junit.xml")
    run.wait_started()

    run.press_ctrl_c()
    code, output = run.finish_on_terminal()

    assert code == STOPPED, output
    assert "stopped by Ctrl-C" in output
    assert "Traceback" not in output
    assert "test_first" in (run.folder / "junit.xml").read_text()
    assert run.wait_gone(GONE_WITHIN) == []


@pytest.mark.parametrize(("workers", "mail"), [("0", "auto"), ("2", "embedded")])
def test_nothing_outlives_killed_run(new_inner_run: NewInnerRun, workers: str, mail: str) -> None:
    run = new_inner_run(BROWSERS_STAY_OPEN)
    process = run.start("-n", workers, "--mail", mail)
    run.wait_started(tests=1 if workers == "0" else 2)
    assert len(run.processes("portal", "mail", "headless", "chrom")) >= 3

    process.kill()

    assert run.wait_gone(GONE_WITHIN) == []


@pytest.mark.parametrize(
    ("module", "name", "workers"),
    [
        ("portal", "the portal", "2"),
        ("portal", "the portal", "0"),
        ("harness.mail", "the mail catcher", "0"),
        ("harness.dns", "the DNS server", "0"),
    ],
)
def test_lost_server_stops_run(new_inner_run: NewInnerRun, module: str, name: str, workers: str) -> None:
    run = new_inner_run(FIRST_PASSES_SECOND_STAYS)
    run.start("-n", workers, "--dist", "loadfile", "--mail=embedded", "--junitxml=junit.xml")
    run.wait_started()

    (pid,) = run.processes(f"-m {module} ")
    os.kill(pid, signal.SIGKILL)
    code, output = run.finish()

    assert code == STOPPED, output
    assert output.count(f"{name} ") >= 1, output
    assert "ended while it was needed" in output
    assert "Traceback" not in output
    assert "test_first" in (run.folder / "junit.xml").read_text()
    assert run.wait_gone(GONE_WITHIN) == []
