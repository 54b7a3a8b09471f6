"""`./run portal`: the portal by hand, and the features against it as against any other target."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import demo
from harness.paths import ROOT
from harness.targets import make_target, read_target_file

WITHIN = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Stands in for the folder that the target's file goes to."""
    return tmp_path


@pytest.fixture
def portal(folder: Path) -> Iterator[subprocess.Popen[str]]:
    program = (
        "import sys; from pathlib import Path; import harness.demo as demo\n"
        "demo.write_target_file.__defaults__ = (Path(sys.argv[1]),)\n"
        "demo.serve_demo(port=0, mail='embedded')"
    )
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("HUP_", "MAILPIT_"))
    }
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def read_guide(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "--target" in line:
            break
    return "".join(lines)


def test_it_tells_where_everything_is_and_leaves_nothing(portal: subprocess.Popen[str], folder: Path) -> None:
    guide = read_guide(portal)

    file = folder / "portal.toml"
    target = make_target(read_target_file(file) | {"name": "portal"}, source=str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for shown in (
        *(target.program_url, target.store_url, target.mail_url, demo.EMPLOYEE, demo.OUTSIDER),
        *(target.admin_url, target.business_url, demo.ADMINISTRATOR, demo.OTHER_ADMINISTRATOR),
        *(demo.ACCOUNT, demo.PASSWORD, "4242 4242 4242 4242", f"./run e2e --target {file}"),
    ):
        assert shown is not None
        assert shown in guide
    assert target.control_secret is not None
    assert target.control_secret.get_secret_value() not in guide

    portal.send_signal(signal.SIGINT)
    out, err = portal.communicate(timeout=WITHIN)

    assert (portal.returncode, err) == (0, "")
    assert out.rstrip().endswith("stopped")
    assert not file.exists()
    assert target.portal_log is not None
    assert not target.portal_log.exists()


def test_it_can_be_tested_as_a_target(portal: subprocess.Popen[str], folder: Path, tmp_path: Path) -> None:
    read_guide(portal)
    project = tmp_path / "project"
    project.mkdir()
    (project / "pytest.ini").write_text("[pytest]\n")
    (project / "conftest.py").write_text('pytest_plugins = ["harness.pytest_run"]\n')
    (project / "test_it.py").write_text(
        "from harness.control import ControlClient\n"
        "from harness.run_context import RUN_CONTEXT\n"
        "def test_target(pytestconfig):\n"
        "    target = pytestconfig.stash[RUN_CONTEXT].target\n"
        "    assert target.name == 'portal'\n"
        "    with ControlClient.for_target(target) as control:\n"
        "        assert control.info().origins['store'] == target.store_url\n"
    )
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "HUP_", "MAILPIT_"))
    }
    done = subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pytest",
                "-p",
                "no:cacheprovider",
                "--reports",
                str(tmp_path / "reports"),
            ),
            f"--target={folder / 'portal.toml'}",
        ],
        cwd=project,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_portal_that_dies_is_told_of(portal: subprocess.Popen[str]) -> None:
    guide = read_guide(portal)
    port = guide.partition("hup.localhost:")[2].partition("/")[0]
    (child,) = (
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and is_portal_of(entry, portal.pid)
    )

    os.kill(child, signal.SIGKILL)
    _, err = portal.communicate(timeout=WITHIN)

    assert portal.returncode != 0
    assert "the portal ended while it was needed (killed by SIGKILL)" in err
    assert port


def is_portal_of(process: Path, parent: int) -> bool:
    try:
        command = (process / "cmdline").read_bytes().split(b"\0")
        status = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return int(status[1]) == parent and command[1:3] == [b"-m", b"portal"]


def test_a_second_one_does_not_take_the_firsts_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "name": "portal",
        **{f"{site}_url": f"http://{site}.localhost:4711" for site in ("program", "account", "store")},
        "mail_url": "http://127.0.0.1:8025",
        "control_url": "http://127.0.0.1:4711",
        "control_secret": "hush",
    }
    target = make_target(values, source="the test")
    first = demo.write_target_file(target, folder)
    assert demo.write_target_file(target, folder) == first, "left behind by one that is gone"

    monkeypatch.setattr(demo, "_is_in_use", lambda _file: True)

    assert demo.write_target_file(target, folder) == folder / "portal-4711.toml"
    assert first.exists()
