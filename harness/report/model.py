"""What is known of a run and its scenarios: the one model that everything printed or written is made from.

`results.json` is a `Run`; each line of `results.ndjson` is an event that holds a part of one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class StepStatus(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    UNDEFINED = "undefined"
    """No definition says what the sentence means."""
    SKIPPED = "skipped"
    """The step itself ended the scenario with a skip."""
    INTERRUPTED = "interrupted"
    """It was running when the run, or its worker, was stopped."""
    NOT_RUN = "not run"


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    """A step failed or has no definition."""
    ERROR = "error"
    """Something around the steps failed: a fixture, the teardown, the worker."""
    SKIPPED = "skipped"
    XFAILED = "xfailed"
    XPASSED = "xpassed"
    INTERRUPTED = "interrupted"
    NOT_RUN = "not run"


UNSUCCESSFUL = frozenset({Status.FAILED, Status.ERROR, Status.INTERRUPTED})


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Picture(_Model):
    """What a window of the browser last showed during a step."""

    file: str
    """Relative to the run's folder. Named after its content, so that equal pictures are one file."""
    width: int
    """Of the window's viewport, in CSS pixels; the picture may be smaller."""
    height: int
    window: int = 1
    """Windows are counted from 1 in the order in which they were opened."""


class Mail(_Model):
    """A mail that arrived at one of a scenario's addresses."""

    file: str
    """The raw message, secrets masked: relative to the run's folder, and named after its content."""
    to: str
    sender: str
    subject: str
    arrived: str | None = None
    """ISO 8601, UTC."""
    step: int | None = None
    """Index of the step during which it arrived."""
    followed: list[str] = Field(default_factory=list)
    """Those of its links that a window of the scenario opened, masked as they are in the file."""


class Step(_Model):
    """A sentence of a scenario as it was run: the values of an outline's row are filled in."""

    keyword: str
    """As written: Given, And, But, …"""
    kind: Literal["given", "when", "then"]
    text: str
    line: int
    origin: Literal["feature background", "rule background", "scenario"] = "scenario"
    docstring: str | None = None
    table: list[list[str]] | None = None
    status: StepStatus = StepStatus.NOT_RUN
    seconds: float = 0.0
    started: float | None = None
    """Seconds after the scenario's own start."""
    pictures: list[Picture] = Field(default_factory=list)
    """One per window that showed something new; none where the step changed nothing to be seen."""


class Feature(_Model):
    path: str
    """Relative to the project's folder, with forward slashes."""
    keyword: str
    name: str
    language: str
    description: str = ""
    line: int = 1
    tags: list[str] = Field(default_factory=list)


class FeatureRule(_Model):
    """A `Rule:` of a feature file, which groups scenarios. Not a rule of the rulebook."""

    keyword: str
    name: str
    description: str = ""
    tags: list[str] = Field(default_factory=list)


class Failure(_Model):
    """One thing that went wrong. A scenario can have several: a step, then its teardown."""

    attempt: int = 0
    """Which run of the scenario it was in, where a plugin has run it again; counted from 0."""
    phase: Literal["setup", "step", "call", "teardown", "process"]
    """`call` is the test itself, but outside of any step; `process` is a worker that died."""
    step: int | None = None
    """Index of the step, where one failed."""
    kind: str
    """Name of the exception's class."""
    message: str
    """The whole message; printed in parts only."""
    places: list[str] = Field(default_factory=list)
    """Where in this project, as `file:line`; the innermost last."""
    source: str = ""
    """The line of code at the innermost place."""
    traceback: str = ""
    snippets: list[str] = Field(default_factory=list)
    """Definitions to paste, where steps have none."""


class OpenPage(_Model):
    """A page that was open when the scenario failed."""

    url: str
    title: str = ""
    screenshot: str | None = None
    """Name of its picture, in the scenario's folder."""


class Scenario(_Model):
    """One run of a scenario, or of one row of an outline."""

    node_id: str
    key: str
    """Short, stable from run to run, fit for a file name; no other scenario of the project has it."""
    feature: Feature
    rule: FeatureRule | None = None
    keyword: str
    name: str
    """With the values of an outline's row filled in."""
    outline: str
    """The name as it stands in the file."""
    line: int
    description: str = ""
    tags: list[str] = Field(default_factory=list)
    """Its own and those of its feature, rule and examples, without @."""
    rules: list[str] = Field(default_factory=list)
    """Those of the tags that are ids of rules."""
    example: dict[str, str] | None = None
    example_line: int | None = None
    steps: list[Step] = Field(default_factory=list)
    status: Status = Status.NOT_RUN
    earlier: list[Status] = Field(default_factory=list)
    """How it ended before, where a plugin has run it again: a green one with a red past is no green one."""
    reason: str = ""
    """Why it was skipped or was expected to fail."""
    started: str | None = None
    """ISO 8601, UTC."""
    seconds: float = 0.0
    """Set-up and teardown included."""
    worker: str | None = None
    request_id: str | None = None
    """What its requests carry as X-Request-ID."""
    failures: list[Failure] = Field(default_factory=list)
    folder: str | None = None
    """Where its evidence is, relative to the run's folder."""
    evidence: list[str] = Field(default_factory=list)
    """Files in that folder."""
    pages: list[OpenPage] = Field(default_factory=list)
    mails: list[Mail] = Field(default_factory=list)
    """Those to its own addresses, in order of arrival."""
    notes: dict[str, str] = Field(default_factory=dict)
    """Data that it used, and what evidence could not be had."""

    @property
    def title(self) -> str:
        """Feature and scenario in words, with those values of an outline's row that the name leaves out."""
        row = self.example or {}
        extra = [f"{key}: {value}" for key, value in row.items() if f"<{key}>" not in self.outline]
        values = f" [{', '.join(extra)}]" if extra else ""
        return f"{self.feature.name}: {self.name}{values}"

    @property
    def place(self) -> str:
        """Where it stands: feature file and line, for an outline the line of its row."""
        return f"{self.feature.path}:{self.example_line or self.line}"

    @property
    def current_step(self) -> int | None:
        """Index of the step that is next, running, or the one that ended the scenario."""
        return next((i for i, step in enumerate(self.steps) if step.status != StepStatus.PASSED), None)


class OtherTests(_Model):
    """Tests of the run that are no scenarios."""

    counts: dict[str, int] = Field(default_factory=dict)
    """By pytest's own words: passed, failed, error, …"""
    failed: list[str] = Field(default_factory=list)
    """Their node ids."""


class Run(_Model):
    schema_version: Literal[1] = 1
    run_id: str
    seed: int
    target: str
    portal: str
    mail_server: str
    weather: str = ""
    """What stood between people, portal and mail on purpose; empty: nothing did."""
    workers: int = 0
    """0: all in one process."""
    browser: str = ""
    """Name and version, as far as the run has started one."""
    revision: str = ""
    """Of the features in git; "+" at its end where files were changed since."""
    selection: str = ""
    """What of the features was asked for, in the words of the command line; empty for all of them."""
    started: str
    finished: str | None = None
    exit_status: int | None = None
    """pytest's; None while it runs, or where it was killed."""
    exit_reason: str = "running"
    scenarios: list[Scenario] = Field(default_factory=list)
    other_tests: OtherTests = Field(default_factory=OtherTests)
