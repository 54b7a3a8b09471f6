"""The file of messages, written message by message."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from cucumber_messages import (
    Envelope,
    Hook,
    HookType,
    Location,
    Snippet,
    SourceReference,
    Suggestion,
    TestCase,
    TestCaseFinished,
    TestCaseStarted,
    TestRunFinished,
    TestRunStarted,
    TestStep,
    TestStepFinished,
    TestStepStarted,
)

from harness.formats.cucumber_messages.attachments import AFTER, BEFORE, Attachments
from harness.formats.cucumber_messages.documents import documents
from harness.formats.cucumber_messages.envelopes import as_line, timestamp
from harness.formats.cucumber_messages.meta import meta
from harness.formats.cucumber_messages.results import earlier_results, results_of
from harness.report.model import UNSUCCESSFUL, Scenario, Status, StepStatus
from harness.report.snippet import snippet_for
from harness.whole_file import whole_text_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from cucumber_messages import Attachment

    from harness.formats.cucumber_messages.results import Result
    from harness.report.model import Run

_RUN: Final = "run"


def write_messages(
    run: Run, path: Path, *, root: Path, folder: Path, environ: Mapping[str, str] = os.environ
) -> str | None:
    """Write the file; return what went wrong, or None.

    `root` is where the paths of features begin, `folder` the run's own, where its pictures and mails are.
    """
    try:
        with whole_text_file(path) as stream:
            for envelope in _envelopes(run, path.parent, root, folder, environ):
                stream.write(as_line(envelope))
    except OSError as error:
        return f"Cucumber Messages could not be written to {path}: {error}; make room there and run again"
    return None


def _envelopes(
    run: Run, beside: Path, root: Path, folder: Path, environ: Mapping[str, str]
) -> Iterator[Envelope | dict[str, Any]]:
    yield Envelope(meta=meta(environ))
    pickles: dict[str, Any] = {}
    for document in documents(run, root):
        yield from document.envelopes
        pickles.update(document.pickles)
    yield from _hooks(root)
    yield Envelope(test_run_started=TestRunStarted(id=_RUN, timestamp=timestamp(run.started)))
    attachments = Attachments(folder, beside)
    for scenario in run.scenarios:
        yield from _scenario(scenario, run, pickles[scenario.node_id], attachments)
    success = run.exit_status == 0 and not any(each.status in UNSUCCESSFUL for each in run.scenarios)
    yield Envelope(
        test_run_finished=TestRunFinished(
            test_run_started_id=_RUN,
            success=success,
            message=f"{run.exit_reason}; run {run.run_id} against {run.target} ({run.portal})",
            timestamp=timestamp(run.finished or run.started),
        )
    )


def _hooks(root: Path) -> Iterator[Envelope]:
    # What is done around the steps is listed there.
    where = (
        SourceReference(uri="conftest.py", location=Location(line=1))
        if (root / "conftest.py").is_file()
        else SourceReference()
    )
    for name, kind, words in (
        (BEFORE, HookType.before_test_case, "set-up"),
        (AFTER, HookType.after_test_case, "teardown"),
    ):
        yield Envelope(hook=Hook(id=name, type=kind, name=words, source_reference=where))


def _scenario(
    scenario: Scenario, run: Run, pickle: dict[str, Any], attachments: Attachments
) -> Iterator[Envelope]:
    key = scenario.key
    names: list[int | str] = [BEFORE, *range(len(scenario.steps)), AFTER]
    steps = [
        TestStep(
            id=f"{key}/{name}",
            hook_id=name if isinstance(name, str) else None,
            pickle_step_id=None if isinstance(name, str) else pickle["steps"][name]["id"],
        )
        for name in names
    ]
    case = TestCase(id=scenario.node_id, pickle_id=pickle["id"], test_steps=steps, test_run_started_id=_RUN)
    yield Envelope(test_case=case)
    for index, step in enumerate(scenario.steps):
        if step.status == StepStatus.UNDEFINED:
            snippet = Snippet(language="python", code=snippet_for(step))
            yield Envelope(
                suggestion=Suggestion(
                    id=f"{key}/{index}/snippet",
                    pickle_step_id=pickle["steps"][index]["id"],
                    snippets=[snippet],
                )
            )
    began = scenario.started or run.started
    for attempt, result in enumerate(earlier_results(scenario)):
        yield from _attempt(scenario, began, attempt, [(AFTER, result, [])], ended=0.0, will_be_retried=True)
    if scenario.status == Status.NOT_RUN:
        return
    results = results_of(scenario)
    attached: dict[int | str, list[Attachment]] = {}
    for each in attachments.of(scenario):
        attached.setdefault(each.where, []).append(each.attachment)
    told = [results.before, *results.steps, results.after]
    parts = [(name, result, attached.get(name, [])) for name, result in zip(names, told, strict=True)]
    yield from _attempt(
        scenario, began, len(scenario.earlier), parts, ended=results.after.ends, will_be_retried=False
    )


def _attempt(
    scenario: Scenario,
    began: str,
    attempt: int,
    parts: list[tuple[int | str, Result, list[Attachment]]],
    *,
    ended: float,
    will_be_retried: bool,
) -> Iterator[Envelope]:
    started_id = f"{scenario.key}/attempt/{attempt}"
    yield Envelope(
        test_case_started=TestCaseStarted(
            id=started_id,
            test_case_id=scenario.node_id,
            attempt=attempt,
            worker_id=scenario.worker,
            timestamp=timestamp(began),
        )
    )
    for name, result, attachments in parts:
        step_id = f"{scenario.key}/{name}"
        yield Envelope(
            test_step_started=TestStepStarted(
                test_case_started_id=started_id,
                test_step_id=step_id,
                timestamp=timestamp(began, result.begins),
            )
        )
        end = timestamp(began, result.ends)
        for attachment in attachments:
            attachment.test_case_started_id = started_id
            attachment.test_step_id = step_id
            attachment.timestamp = end
            yield Envelope(attachment=attachment)
        yield Envelope(
            test_step_finished=TestStepFinished(
                test_case_started_id=started_id,
                test_step_id=step_id,
                test_step_result=result.told(),
                timestamp=end,
            )
        )
    yield Envelope(
        test_case_finished=TestCaseFinished(
            test_case_started_id=started_id,
            will_be_retried=will_be_retried,
            timestamp=timestamp(began, ended),
        )
    )
