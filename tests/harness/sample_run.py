"""A run as it could have been, with a scenario for every way in which one can end; nothing is run for it.

What is made from a run (documents, files for other programs, history) is tested on it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from harness.report.describe import stable_key
from harness.report.model import (
    Failure,
    Feature,
    FeatureRule,
    Mail,
    OpenPage,
    Picture,
    Run,
    Scenario,
    Status,
    Step,
    StepStatus,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STARTED: Final = "2026-03-02T09:30:00.000+00:00"
FINISHED: Final = "2026-03-02T09:31:12.500+00:00"
# The smallest JPEG that browsers show: one grey pixel.
JPEG: Final = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d"
    "1a1f1e1d1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4"
    "001f0000010501010101010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d"
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435"
    "363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798"
    "999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4"
    "f5f6f7f8f9faffda0008010100003f00fbd28a28a00fffd9"
)
MAIL: Final = (
    b"From: Account No Reply <noreply@hup.localhost>\r\nTo: kim@contoso.example\r\n"
    b"Subject: You're eligible for the Microsoft Home Use Program\r\nMessage-ID: <1@hup.localhost>\r\n"
    b"Date: Mon, 02 Mar 2026 09:30:02 +0000\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n"
    b"\r\nConfirm your work address: http://hup.localhost:8800/confirm/[masked]\r\n--b\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Confirm your work address: "
    b'<a href="http://hup.localhost:8800/confirm/[masked]">confirm</a></p>\r\n--b--\r\n'
)
LINK: Final = "http://hup.localhost:8800/confirm/[masked]"

EMPLOYEE: Final = Feature(
    path="features/employee/link.feature",
    keyword="Feature",
    name="The confirmation link",
    language="en",
    description="The link is one person's proof of working for the organization.",
    line=2,
    tags=["employee"],
)
ADMIN: Final = Feature(
    path="features/admin/way.feature",
    keyword="Feature",
    name="The administrator's way <b>& more</b>",
    language="en",
    line=2,
    tags=["admin"],
)
_ONCE: Final = FeatureRule(keyword="Rule", name="It works once", description="And never again.")


def write_content(folder: Path, kind: str, data: bytes, suffix: str) -> str:
    """Put data where a run keeps it, under a name made from it; return it, relative to the run's folder."""
    name = f"{kind}/{hashlib.sha256(data).hexdigest()[:20]}{suffix}"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name


def steps(*states: StepStatus, texts: tuple[str, ...] = ()) -> list[Step]:
    """Steps in these states, one after the other, of half a second each."""
    keywords = [("Given", "given"), ("When", "when"), ("Then", "then")]
    made = []
    for index, state in enumerate(states):
        keyword, kind = keywords[min(index, 2)] if index < 3 else ("And", "then")
        ran = state not in (StepStatus.NOT_RUN, StepStatus.UNDEFINED)
        made.append(
            Step.model_validate(
                {
                    "keyword": keyword,
                    "kind": kind,
                    "text": texts[index] if index < len(texts) else f"what step {index + 1} says",
                    "line": 10 + index,
                    "status": state,
                    "seconds": 0.5 if ran else 0.0,
                    "started": 0.1 + 0.5 * index if ran else None,
                }
            )
        )
    return made


def scenario(
    name: str,
    status: Status,
    made: list[Step],
    *,
    feature: Feature = EMPLOYEE,
    rules: tuple[str, ...] = ("HUP-LINK-3",),
    line: int = 8,
    **more: object,
) -> Scenario:
    """One scenario of the sample; `more` are fields of the model."""
    node_id = f"tests/features/test_{feature.tags[0]}.py::test_{line}"
    fields: dict[str, object] = {
        "node_id": node_id,
        "key": stable_key("sample", name, node_id=node_id),
        "feature": feature,
        "keyword": "Scenario",
        "name": name,
        "outline": name,
        "line": line,
        "tags": sorted([*feature.tags, *rules]),
        "rules": list(rules),
        "steps": made,
        "status": status,
        "started": None if status == Status.NOT_RUN else STARTED,
        "seconds": round(0.2 + sum(step.seconds for step in made), 4),
        "worker": "gw0",
        "request_id": f"sample-{line}",
    }
    return Scenario.model_validate({**fields, **more})


def sample_run(folder: Path) -> Run:
    """Return a run whose pictures, mails and evidence are in `folder`, as a run's own folder has them."""
    picture = Picture(file=write_content(folder, "pictures", JPEG, ".jpg"), width=1280, height=720)
    mail = write_content(folder, "mails", MAIL, ".eml")
    passed, failed, never = StepStatus.PASSED, StepStatus.FAILED, StepStatus.NOT_RUN
    run = Run(
        run_id="abcdefgh",
        seed=8412,
        target="reference",
        portal="http://hup.localhost:8800",
        mail_server="embedded",
        workers=2,
        browser="chromium 140.0",
        revision="1a2b3c4",
        started=STARTED,
        finished=FINISHED,
        exit_status=1,
        exit_reason="all tests ran, some failed",
    )
    add: Callable[[Scenario], None] = run.scenarios.append
    green = scenario("A second use is refused", Status.PASSED, steps(passed, passed, passed), rule=_ONCE)
    green.steps[1].pictures = [picture]
    green.steps[2].pictures = [picture, picture.model_copy(update={"window": 2})]
    green.mails = [
        Mail(
            file=mail,
            to="kim@contoso.example",
            sender="Account No Reply <noreply@hup.localhost>",
            subject="You're eligible for the Microsoft Home Use Program",
            arrived="2026-03-02T09:30:01.000+00:00",
            step=1,
            followed=[LINK],
        )
    ]
    green.notes = {"organization": "Contoso & Söhne", "work address": "kim@contoso.example"}
    add(green)
    for line, age, status in ((20, "1 h", Status.PASSED), (21, "24 h 01 min", Status.FAILED)):
        row = scenario(
            f"A link that is {age} old",
            status,
            steps(passed, passed if status == Status.PASSED else failed, passed),
            rules=("HUP-LINK-4",),
            line=line,
            outline="A link that is <age> old",
            keyword="Scenario Outline",
            example={"age": age},
            example_line=line + 10,
        )
        row.line = 16
        if status == Status.FAILED:
            row.steps[2] = row.steps[2].model_copy(update={"status": never, "seconds": 0.0, "started": None})
            row.steps[1].pictures = [picture]
            row.failures = [
                Failure(
                    phase="step",
                    step=1,
                    kind="AssertionError",
                    message="the link still works\nExpected: <expired>\nActual: 'confirmed'",
                    places=["steps/confirming.py:41"],
                    source="expect(heading).to_be_visible()",
                    traceback="Traceback …",
                )
            ]
            row.folder = f"failures/{row.key}"
            row.evidence = ["console.txt", "failure.md", "portal.log", "requests.txt", "screenshot.png"]
            row.pages = [OpenPage(url=LINK, title="Confirmed", screenshot="screenshot.png")]
            (folder / row.folder).mkdir(parents=True, exist_ok=True)
            for name in row.evidence:
                (folder / row.folder / name).write_bytes(JPEG if name.endswith("png") else b"what it says\n")
        add(row)
    add(
        scenario(
            "Its second step has no definition",
            Status.FAILED,
            steps(passed, StepStatus.UNDEFINED, never),
            line=30,
            failures=[
                Failure(
                    phase="step",
                    step=1,
                    kind="StepDefinitionNotFoundError",
                    message="No definition says what this sentence means.",
                    snippets=['@when("what step 2 says")\ndef what_step_2_says() -> None:\n    ...'],
                )
            ],
        )
    )
    add(
        scenario(
            "Its first step has no definition",
            Status.FAILED,
            steps(StepStatus.UNDEFINED, never, never),
            line=34,
            failures=[
                Failure(
                    phase="step",
                    step=0,
                    kind="StepDefinitionNotFoundError",
                    message="No definition says what this sentence means.",
                )
            ],
        )
    )
    add(
        scenario(
            "Its target cannot do it",
            Status.SKIPPED,
            steps(StepStatus.SKIPPED, never, never),
            line=38,
            reason="target staging has no control API",
        )
    )
    background = steps(failed, never, never)
    background[0].origin = "feature background"
    add(
        scenario(
            "Its background fails",
            Status.FAILED,
            background,
            feature=ADMIN,
            rules=("HUP-ACCESS-1",),
            line=5,
            failures=[Failure(phase="step", step=0, kind="RuntimeError", message="RuntimeError: gone")],
        )
    )
    for line, phase, states, name in (
        (9, "setup", (never, never, never), "Its set-up fails"),
        (13, "teardown", (passed, passed, passed), "Its teardown fails"),
        (17, "process", (passed, StepStatus.INTERRUPTED, never), "Its worker was killed"),
    ):
        add(
            scenario(
                name,
                Status.ERROR,
                steps(*states),
                feature=ADMIN,
                rules=("HUP-ACCESS-2",),
                line=line,
                failures=[
                    Failure.model_validate(
                        {"phase": phase, "kind": "OSError", "message": "OSError: no space left on device"}
                    )
                ],
            )
        )
    add(
        scenario(
            "It is expected to fail",
            Status.XFAILED,
            steps(passed, failed, never),
            feature=ADMIN,
            rules=("HUP-ACCESS-2",),
            line=21,
            reason="the portal does not do that yet",
        )
    )
    add(
        scenario(
            "It was expected to fail and passed",
            Status.XPASSED,
            steps(passed, passed, passed),
            feature=ADMIN,
            rules=("HUP-ACCESS-2",),
            line=25,
            reason="the portal does not do that yet",
        )
    )
    add(
        scenario(
            "It takes too long",
            Status.FAILED,
            steps(passed, failed, never),
            feature=ADMIN,
            rules=("HUP-ACCESS-3",),
            line=29,
            failures=[Failure(phase="step", step=1, kind="Failed", message="Timeout (>120.0s)")],
        )
    )
    add(
        scenario(
            "It was running when the run was stopped",
            Status.INTERRUPTED,
            steps(passed, StepStatus.INTERRUPTED, never),
            feature=ADMIN,
            rules=("HUP-ACCESS-3",),
            line=33,
        )
    )
    add(
        scenario(
            "Its turn never came",
            Status.NOT_RUN,
            steps(never, never, never),
            feature=ADMIN,
            rules=("HUP-ACCESS-3",),
            line=37,
        )
    )
    add(
        scenario(
            "It failed, was run again and passed",
            Status.PASSED,
            steps(passed, passed, passed),
            feature=ADMIN,
            rules=("HUP-ACCESS-3",),
            line=41,
            earlier=[Status.FAILED],
        )
    )
    return run
