"""`./run` from nothing: on a copy of it with a lock of one tiny package and a command of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from harness.paths import ROOT

WITHIN = 120
COPIED = ("__init__", "__main__", "bootstrap", "paths", "setup_step", "cli/__init__")
COMMAND = """\
HELP = "usage: ./run e2e, in a copy"


def run(arguments):
    import os

    import tiny

    print("ran", tiny.__file__, os.getcwd(), *arguments)
    return 7
"""


class Copy:
    """A working copy, in a folder with a space in its name, that has never been set up."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a copy"
        self.links = folder / "links"
        self.links.mkdir()
        (self.root / "harness" / "cli").mkdir(parents=True)
        shutil.copy(ROOT / "run", self.root / "run")
        for module in COPIED:
            shutil.copy(ROOT / "harness" / f"{module}.py", self.root / "harness" / f"{module}.py")
        (self.root / "harness" / "cli" / "e2e.py").write_text(COMMAND)
        self.lock(self.wheel("1.0"))

    def wheel(self, version: str) -> str:
        """Make the tiny package; returns its line in the lock."""
        file = self.links / f"tiny-{version}-py3-none-any.whl"
        info = f"tiny-{version}.dist-info"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("tiny.py", f"VERSION = {version!r}\n")
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n")
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{info}/RECORD", "")
        return f"tiny=={version} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"

    def lock(self, lines: str) -> None:
        (self.root / "requirements.txt").write_text(lines)

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("HUP_", "PIP_", "PYTHON"))
        }
        return {**kept, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.links), "HUP_PYTHON": sys.executable}

    def popen(self, *arguments: str, cwd: Path | None = None, **env: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.root / "run", *arguments],
            cwd=cwd or self.root,
            env=self.environment | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, cwd: Path | None = None, **env: str) -> tuple[int, str, str]:
        process = self.popen(*arguments, cwd=cwd, **env)
        out, err = process.communicate(timeout=WITHIN)
        return process.returncode, out, err


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_sets_up_once_and_again_when_the_lock_changes(copy: Copy, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "json.py").write_text("raise SystemExit('a module of the folder one is in was taken')\n")

    code, out, err = copy.run("e2e", "-k", "two words", cwd=elsewhere)
    assert (code, err.count("making .venv"), err.count("installing 1 packages")) == (7, 1, 1), err
    assert out.startswith(f"ran {copy.root}/.venv/lib/"), out
    assert out.rstrip().endswith(f"{elsewhere} -k two words")

    code, out, err = copy.run("e2e")
    assert (code, err) == (7, "")

    copy.lock(copy.wheel("2.0"))
    code, _, err = copy.run("e2e")
    assert (code, "making .venv" in err, "installing 1 packages" in err) == (7, False, True), err


def test_interrupted_set_up_is_taken_up_again(copy: Copy) -> None:
    copy.lock(copy.wheel("1.0").replace("tiny==", "nowhere-to-be-found=="))
    code, out, err = copy.run("e2e")
    assert (code, out) == (1, "")
    assert "The packages could not be fetched" in err
    assert "set-up.log" in err
    assert "Traceback" not in err

    (copy.root / ".venv" / "bin" / "python").unlink()
    copy.lock(copy.wheel("1.0"))
    code, _, err = copy.run("e2e")
    assert (code, err.count("making .venv")) == (7, 1), err


def test_package_that_is_not_the_locked_one_is_refused(copy: Copy) -> None:
    digest = hashlib.sha256(b"something else").hexdigest()
    copy.lock(f"tiny==1.0 --hash=sha256:{digest}\n")

    code, _, err = copy.run("e2e")

    assert code == 1
    assert "not the one that was locked" in err
    assert not (copy.root / ".venv" / ".requirements").exists()


def test_two_at_once_set_up_once(copy: Copy) -> None:
    both = [copy.popen("e2e"), copy.popen("e2e")]
    said = [process.communicate(timeout=WITHIN) for process in both]

    assert [process.returncode for process in both] == [7, 7], said
    assert sum(err.count("making .venv") for _, err in said) == 1, said


@pytest.mark.parametrize(
    ("arguments", "said"), [(("--help",), "commands:"), (("e2e", "--help"), "in a copy"), ((), "commands:")]
)
def test_help_sets_nothing_up(copy: Copy, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = copy.run(*arguments)

    assert (code, err) == (0, "")
    assert said in out
    assert not (copy.root / ".venv").exists()


def test_unknown_command_sets_nothing_up(copy: Copy) -> None:
    code, _, err = copy.run("e2ee")

    assert code == 2
    assert "Did you mean 'e2e'?" in err
    assert not (copy.root / ".venv").exists()


def test_named_python_that_is_none(copy: Copy) -> None:
    code, _, err = copy.run("e2e", HUP_PYTHON="/nowhere/python3")

    assert code == 1
    assert "HUP_PYTHON is '/nowhere/python3'" in err


def test_no_python_at_all(copy: Copy, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("sh", "dirname", "cmp"):
        (tools / tool).symlink_to(str(shutil.which(tool)))

    code, _, err = copy.run("e2e", "-k", "x", PATH=str(tools), HUP_PYTHON="")

    assert code == 1
    assert "needs Python 3.11 or newer" in err
    assert "./run e2e -k x" in err
