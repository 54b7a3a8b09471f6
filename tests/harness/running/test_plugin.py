"""The plugin on a whole run: what it starts, what workers get, what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    NewInnerRun = Callable[[str], Any]

PORTAL_IS_THERE = """
    @pytest.mark.parametrize("number", range(4))
    def test_portal_answers(context, number, record_property):
        with ControlClient.for_target(context.target) as control:
            assert control.info().origins["program"] == context.target.program_url
        record_property("context", f"{context.run_id} {context.seed} {context.target.program_url}")
"""


@pytest.mark.parametrize(("workers", "mail"), [("0", "auto"), ("2", "embedded")])
def test_every_worker_has_same_context_and_live_portal(
    new_inner_run: NewInnerRun, workers: str, mail: str
) -> None:
    run = new_inner_run(PORTAL_IS_THERE)

    code, output = run.run("-n", workers, "--seed", "77", "--mail", mail, "--junitxml=junit.xml", "-rA")

    assert code == 0, output
    contexts = {
        line.partition('value="')[2].partition('"')[0]
        for line in (run.folder / "junit.xml").read_text().replace("/>", "/>\n").splitlines()
        if 'name="context"' in line
    }
    assert len(contexts) == 1, contexts
    run_id, seed, _url = contexts.pop().split()
    assert seed == "77"
    assert run_id in (run.reports / "latest").resolve().name
    assert (run.reports / "latest" / "portal.log").stat().st_size > 0
    assert run.processes() == []


def test_runs_at_once_do_not_meet(new_inner_run: NewInnerRun) -> None:
    first, second = new_inner_run(PORTAL_IS_THERE), new_inner_run(PORTAL_IS_THERE)
    first.start("-n", "0")
    second.start("-n", "0")

    for run in (first, second):
        code, output = run.finish()
        assert code == 0, output


def test_nothing_is_started_where_no_test_runs(new_inner_run: NewInnerRun) -> None:
    run = new_inner_run(PORTAL_IS_THERE)

    code, output = run.run("--collect-only")

    assert code == 0, output
    assert not run.reports.exists()


def test_help_tells_options(new_inner_run: NewInnerRun) -> None:
    run = new_inner_run(PORTAL_IS_THERE)

    _, output = run.run("--help")

    for option in ("--target", "--mail", "--seed", "--portal-port", "--reports"):
        assert option in output
    assert not run.reports.exists()


def test_tests_with_browser_come_last(new_inner_run: NewInnerRun) -> None:
    run = new_inner_run(
        """
        @pytest.fixture
        def playwright():
            return None

        @pytest.fixture
        def page(playwright):
            return None

        def test_a(page): pass
        def test_b(): pass
        def test_c(page): pass
        def test_d(): pass
        """
    )

    _, output = run.run("--collect-only", "-q")

    collected = [line.partition("::")[2].partition("[")[0] for line in output.splitlines() if "::" in line]
    assert collected == ["test_b", "test_d", "test_a", "test_c"], output
