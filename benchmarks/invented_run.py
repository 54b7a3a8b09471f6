"""A large run as it could have been, with its features, pictures and evidence; nothing is run for it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from harness.living_docs.history_view import Trend
from harness.report.describe import stable_key
from harness.report.model import Failure, Feature, Picture, Run, Scenario, Status, Step, StepStatus

if TYPE_CHECKING:
    from pathlib import Path

_PER_FEATURE = 20
_PICTURE = 6_000
"""Bytes."""
_STEPS = (
    ("Given", "an employee of an organization that qualifies"),
    ("And", "the employee has a personal account"),
    ("And", "the employee has asked for a confirmation link"),
    ("When", "the employee follows the link number {number}"),
    ("Then", "the employee is asked to sign in for the product {number}"),
    ("And", "a receipt for order {number} reaches the employee"),
)
_RULES = ("HUP-LINK-3", "HUP-LINK-4", "HUP-BUY-1", "HUP-BUY-6", "HUP-QUALITY-1")
_RED = 100
"""One in so many fails."""


class InventedPast:
    """A history that knows fifty runs of everything."""

    def trend(self, key: str) -> Trend:
        chance = random.Random(key)  # noqa: S311 - no secret
        return Trend([(chance.choice(("failed", *["passed"] * 19)), chance.random()) for _ in range(50)])


def invented_run(root: Path, count: int, *, pictures: bool = True) -> Run:
    """Return a run of `count` scenarios of six steps, which is at home in the project at `root`.

    Its own folder is `run` there, and has six pictures of 6 kB per scenario, no two alike. One scenario in a
    hundred is red.
    """
    run = Run(
        run_id="invented",
        seed=1,
        target="reference",
        portal="http://hup.localhost",
        mail_server="embedded",
        started="2026-03-02T09:30:00+00:00",
        finished="2026-03-02T10:30:00+00:00",
        exit_status=1,
        exit_reason="all tests ran, some failed",
        scenarios=[invented_scenario(number) for number in range(count)],
    )
    noise = random.Random(1)  # noqa: S311 - no secret
    (root / "run" / "pictures").mkdir(parents=True)
    for number, scenario in enumerate(run.scenarios):
        _write_feature(root, scenario)
        for index, step in enumerate(scenario.steps if pictures else ()):
            picture = Picture(file=f"pictures/{number:05}-{index}.jpg", width=1280, height=720)
            (root / "run" / picture.file).write_bytes(noise.randbytes(_PICTURE))
            step.pictures = [picture]
        for name in scenario.evidence:
            path = root / "run" / str(scenario.folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("GET http://hup.localhost/ 200\n" * 100, encoding="utf-8")
    return run


def invented_scenario(number: int) -> Scenario:
    """Return one scenario of such a run, as yet without pictures."""
    name = f"Employee {number} comes from the program page to the receipt"
    rule = _RULES[number % len(_RULES)]
    feature = number // _PER_FEATURE
    scenario = Scenario(
        node_id=f"tests/features/test_employee.py::test_{number}",
        key=stable_key("invented", name, node_id=str(number)),
        feature=Feature(
            path=f"features/employee/invented_{feature:04}.feature",
            keyword="Feature",
            name=f"Invented feature {feature}",
            language="en",
        ),
        keyword="Scenario",
        name=name,
        outline=name,
        line=4 + number,
        tags=["employee", rule],
        rules=[rule],
        steps=[_step(number, index) for index in range(len(_STEPS))],
        status=Status.PASSED,
        started="2026-03-02T09:30:00+00:00",
        seconds=2.0,
        notes={"organization": f"Contoso {number}", "work address": f"kim-{number}@contoso.example"},
    )
    if number % _RED == 0:
        scenario.status = Status.FAILED
        scenario.steps[-1].status = StepStatus.FAILED
        scenario.failures = [Failure(phase="step", step=5, kind="AssertionError", message="no receipt came")]
        scenario.folder = f"failures/{scenario.key}"
        scenario.evidence = ["console.txt", "failure.md", "portal.log", "requests.txt"]
    return scenario


def _step(number: int, index: int) -> Step:
    keyword, text = _STEPS[index]
    return Step(
        keyword=keyword,
        kind="given",
        text=text.format(number=number),
        line=5 + index,
        status=StepStatus.PASSED,
        seconds=0.3,
        started=0.3 * index,
    )


def _write_feature(root: Path, scenario: Scenario) -> None:
    path = root / scenario.feature.path
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"@employee\nFeature: {scenario.feature.name}\n", encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n  @{scenario.rules[0]}\n  Scenario: {scenario.name}\n")
        file.writelines(f"    {step.keyword} {step.text}\n" for step in scenario.steps)
