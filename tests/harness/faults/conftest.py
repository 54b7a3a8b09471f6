"""Faults of a portal that is none: a program that leaves the results it is told to leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from harness.cli import faults as faults_command
from harness.faults.breach import Breach
from harness.faults.mutants.listing import Listing, Mutant
from harness.faults.record import FILE_NAME, Measurement
from harness.paths import ROOT

RULES: Final = {"A": ["HUP-LINK-3"], "B": ["HUP-LINK-3", "HUP-LINK-4"], "C": ["HUP-LINK-4"]}
"""The scenarios that there are."""
BREACHES: Final = (
    Breach("works-twice", ("HUP-LINK-3",), "A link works twice.", ("--fault", "works-twice")),
    Breach("works-for-ever", ("HUP-LINK-4",), "A link works for ever.", ("--fault", "works-for-ever")),
    Breach("works-never", ("HUP-LINK-3",), "A link never works.", ("--fault", "works-never")),
)


def mutant(name: str, line: int, *, dead: str = "", equivalent: str = "") -> Mutant:
    old, new = f"a = {line}", f"a = {name[-1]}"
    return Mutant(
        name=name,
        module=name.partition(".")[0],
        line=line,
        says=f"{old} -> {new}",
        diff=f"--- portal\n+++ portal\n@@ -{line} +{line} @@\n-{old}\n+{new}",
        dead=dead,
        equivalent=equivalent,
    )


LISTING: Final = Listing(
    made=9,
    left_out={"another mutant does the same": 4},
    first={"links": ["HUP-LINK"]},
    mutants=[
        mutant("links.Number.0", 3),
        mutant("links.Number.1", 3),
        mutant("links.Not.0", 9),
        mutant("links.Not.1", 9, dead="TypeError: cannot"),
        mutant("pricing.Number.0", 5, equivalent="nobody asks"),
    ],
)
FAKE_E2E = """
import json, os, signal, sys, threading
from pathlib import Path

here, arguments = Path(__file__).parent, sys.argv[1:]
value = lambda name: arguments[arguments.index(name) + 1]
reports, order = Path(value("--reports")), json.loads(Path(value("--try-first")).read_text())
fault = value("--fault") if "--fault" in arguments else os.environ.get("MUTANT", "control")
with (here / "told.ndjson").open("a") as told:
    told.write(json.dumps({"fault": fault, "arguments": arguments, "order": order}) + "\\n")
plan = json.loads((here / "plan.json").read_text()).get(fault, {})
print("ERROR: the portal did not start" if plan.get("code") == 4 else f"this is {fault}")
if plan.get("stays"):
    stop = threading.Event()
    def say(text):
        with open(here / "stays", "w") as pipe:
            pipe.write(text + "\\n")
    signal.signal(signal.SIGTERM, lambda *_: say("will not") if plan.get("deaf") else stop.set())
    say(str(os.getpid()))
    while not stop.wait(0.1):
        pass
rules = {name: of for name, of in json.loads((here / "rules.json").read_text()).items()}
node = lambda name: f"tests/test_link.py::test_{name}[<1> `x`]"
def rank(name):
    if node(name) in order["named"]:
        return 0
    return 1 if set(order["rules"]) & set(rules[name]) else 2
names = [name for name in sorted(rules, key=rank) if not (order["only_these"] and rank(name) > 1)]
scenarios, red = [], False
for line, name in enumerate(names, 2):
    status = "not run" if red and "-x" in arguments else plan.get(name, "passed")
    red = red or status in ("failed", "error")
    steps = [{"keyword": "Then", "kind": "then", "text": f"{name} holds", "line": 9, "status": status}]
    feature = {"path": "features/link.feature", "keyword": "Feature", "name": "Link", "language": "en"}
    failures = [{"phase": "step", "step": 0, "kind": "E", "message": f"{name} is red\\nmore"}]
    scenarios.append({
        "node_id": node(name), "key": name, "feature": feature, "keyword": "Scenario", "name": name,
        "outline": name, "line": line, "status": status, "seconds": 1.5, "rules": rules[name],
        "steps": steps if status in ("passed", "failed", "not run") else [],
        "failures": failures if status in ("failed", "error") else [],
    })
code = plan.get("code", int(red))
if plan.get("results", True):
    run = reports / "20260302T093000Z-abcdefgh"
    run.mkdir(parents=True)
    (run / "results.json").write_text(json.dumps({
        "run_id": "abcdefgh", "seed": 7, "target": "reference", "portal": "", "mail_server": "",
        "started": "2026-03-02T09:30:00+00:00", "exit_status": code, "scenarios": scenarios,
    }))
sys.exit(code)
"""


class Measuring:
    """`./run faults` as somebody would call it, but for its faults and what its runs are."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.fake = [sys.executable, str(folder / "fake_e2e.py")]
        self.breaches: tuple[Breach, ...] = BREACHES
        self.listing: Listing | None = LISTING
        self._capsys = capsys
        (folder / "fake_e2e.py").write_text(FAKE_E2E)
        (folder / "rules.json").write_text(json.dumps(RULES))
        self.plan({})

    def plan(self, faults: Mapping[str, Mapping[str, object]]) -> None:
        """Say how scenarios end with a fault, or with `control`; all others pass."""
        (self.folder / "plan.json").write_text(json.dumps(faults))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        code = (
            "import sys; from harness.cli import main; import harness.cli.faults as f; real = f.run\n"
            "from tests.harness.faults.conftest import BREACHES, LISTING\n"
            f"f.run = lambda a: real(a, {self.fake!r}, BREACHES, LISTING)\nsys.exit(main(sys.argv[1:]))"
        )
        command = [sys.executable, "-P", "-c", code, "faults", "--reports", str(self.folder / "reports")]
        return subprocess.Popen(
            [*command, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Return exit code and output of the command in this very process."""
        try:
            reports = ["--reports", str(self.folder / "reports")]
            code = faults_command.run([*reports, *arguments], self.fake, self.breaches, self.listing)
        except SystemExit as error:  # as argparse ends a program
            code = int(str(error.code))
        printed = self._capsys.readouterr()
        return code, printed.out + printed.err

    @property
    def place(self) -> Path:
        return self.folder / "reports" / "faults"

    @property
    def measured(self) -> Measurement:
        found = Measurement.read(self.place / FILE_NAME)
        assert found is not None
        return found

    def told(self, fault: str) -> list[dict[str, Any]]:
        """What the runs with a fault were told."""
        lines = (self.folder / "told.ndjson").read_text().splitlines()
        return [each for line in lines if (each := json.loads(line))["fault"] == fault]

    def results(self) -> dict[str, str]:
        return {name: each.result.value for name, each in self.measured.outcomes.items()}


@pytest.fixture
def measuring(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Measuring:
    monkeypatch.chdir(ROOT)
    return Measuring(tmp_path, capsys)
