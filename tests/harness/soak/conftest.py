"""Soaks of a run that is none: a program that leaves the results it is told to leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.cli import soak as soak_command
from harness.paths import ROOT
from harness.soak.record import Soak

FAKE_E2E = """
import json, os, signal, sys, threading
from pathlib import Path

here, arguments = Path(__file__).parent, sys.argv[1:]
reports = Path(arguments[arguments.index("--reports") + 1])
with (here / "told.ndjson").open("a") as told:
    told.write(json.dumps(arguments) + "\\\\n")
plan = json.loads((here / "plan.json").read_text()).get(reports.name, {})
print("this is run", reports.name)
if plan.get("stays"):
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with open(here / "stays", "w") as pipe:
        pipe.write(str(os.getpid()) + "\\\\n")
    while not stop.wait(0.1):
        pass
run = reports / "20260302T093000Z-abcdefgh"
feature = {"path": "features/link.feature", "keyword": "Feature", "name": "Link", "language": "en"}
scenarios = []
for line, (name, status) in enumerate({"A": "passed", "B": "passed", **plan.get("scenarios", {})}.items()):
    if status is None:
        continue
    failed = status in ("failed", "error")
    folder = f"failures/{name}"
    (run / folder).mkdir(parents=True, exist_ok=True)
    (run / "mails").mkdir(exist_ok=True)
    (run / "mails" / f"{name}.eml").write_text("mail")
    scenarios.append({
        "node_id": f"tests/test_link.py::test_{name}[<1> `x`]", "key": name, "feature": feature,
        "keyword": "Scenario", "name": name, "outline": name, "line": line + 2, "status": status,
        "seconds": plan.get("seconds", 1.0),
        "folder": folder if failed else None,
        "reason": "not here" if status == "skipped" else "",
        "mails": [{"file": f"mails/{name}.eml", "to": "a@b.example", "sender": "", "subject": "s"}],
        "failures": [{"phase": "call", "kind": "E", "message": f"{name} is red\\\\nmore"}] if failed else [],
    })
code = plan.get("code", int(any(each["status"] in ("failed", "error") for each in scenarios)))
if plan.get("results", True):
    run.mkdir(parents=True, exist_ok=True)
    written = {
        "run_id": "abcdefgh", "seed": 1, "target": "reference", "portal": "", "mail_server": "",
        "started": "2026-03-02T09:30:00+00:00", "exit_status": code,
        "exit_reason": plan.get("reason", "all tests ran"),
        "scenarios": scenarios,
    }
    (run / "results.json").write_text(json.dumps(written))
print("ERROR: --fake cannot be" if code == 4 else "the end")
sys.exit(code)
""".replace("\\\\", "\\")


class Soaking:
    """`./run soak` as somebody would call it, but for what its runs are."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.fake = [sys.executable, str(folder / "fake_e2e.py")]
        self._capsys = capsys
        (folder / "fake_e2e.py").write_text(FAKE_E2E)
        self.plan({})

    def plan(self, runs: Mapping[int, Mapping[str, object]]) -> None:
        """Say what single runs do; by number. All others pass with the scenarios A and B."""
        plan = {f"{number:03}": what for number, what in runs.items()}
        (self.folder / "plan.json").write_text(json.dumps(plan))

    def command(self, *arguments: str) -> list[str]:
        code = "import sys; from harness.cli import main; import harness.cli.soak as s; real = s.run\n"
        code += f"s.run = lambda a: real(a, {self.fake!r})\nsys.exit(main(sys.argv[1:]))"
        return [
            sys.executable,
            "-P",
            "-c",
            code,
            "soak",
            "--reports",
            str(self.folder / "reports"),
            *arguments,
        ]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*arguments),
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Return exit code and output of a soak in this very process."""
        try:
            code = soak_command.run(["--reports", str(self.folder / "reports"), *arguments], self.fake)
        except SystemExit as error:  # as argparse ends a program
            code = int(str(error.code))
        printed = self._capsys.readouterr()
        return code, printed.out + printed.err

    @property
    def place(self) -> Path:
        return max((self.folder / "reports/soak").iterdir())

    @property
    def soak(self) -> Soak:
        return Soak.read(self.place)

    @property
    def told(self) -> list[list[str]]:
        """What each run was told."""
        return [json.loads(line) for line in (self.folder / "told.ndjson").read_text().splitlines()]

    def outcomes(self) -> dict[str, dict[str, list[int]]]:
        return {each.title.removeprefix("Link: "): each.outcomes for each in self.soak.scenarios.values()}


@pytest.fixture
def soaking(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Soaking:
    monkeypatch.chdir(ROOT)
    return Soaking(tmp_path, capsys)
