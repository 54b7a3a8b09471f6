"""`./run format`: feature files and Python, laid out as the checks expect."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.cli.pytest_call import caller_folder, from_repository
from harness.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

HELP: Final = """\
usage: ./run format [--check] [PATH …]

Lays out feature files (two spaces for each level, aligned tables, one blank line between blocks, tags on one
line; no word, comment or description changes) and Python files (by ruff format): without a PATH all of them.

  PATH      a file or a folder
  --check   change nothing; name what is not as it should be

exit code: 0 all is as it should be, 1 something is not (with --check) or could not be read"""

_PYTHON: Final = (".py", ".pyi")
_RUFF: Final = Path(sys.prefix) / "bin" / "ruff"


def run(arguments: list[str]) -> int:
    """Return 0, or 1 where something is not laid out as it should be, or cannot be."""
    parser = argparse.ArgumentParser(prog="./run format", add_help=False, allow_abbrev=False)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("paths", nargs="*", type=_existing)
    options = parser.parse_args(from_repository(arguments, caller=caller_folder()))
    paths: list[Path] = options.paths or [ROOT]
    failed = format_features(_features(paths), check=options.check)
    python = [path for path in paths if path.suffix in _PYTHON or _has_python(path)]
    if python:
        flags = ["--check"] if options.check else []
        done = subprocess.run([str(_RUFF), "format", *flags, *map(str, python)], check=False, cwd=ROOT)
        failed = failed or done.returncode != 0
    return int(failed)


def format_features(paths: Iterable[Path], *, check: bool) -> bool:
    """Rewrite those that need it, or name them; say whether any could not be, or need be."""
    from harness.vocabulary.formatting import NotFormattedError, formatted  # noqa: PLC0415 - not for help

    failed = False
    changed = unchanged = 0
    for path in paths:
        # As it is on the disk: line ends of other systems are to be seen here.
        try:
            before = path.read_bytes().decode("utf-8")
            after = formatted(before)
        except (NotFormattedError, UnicodeDecodeError) as error:
            failed = True
            _say(f"{_relative(path)}: {error}")
            continue
        if before == after:
            unchanged += 1
            continue
        changed += 1
        _say(f"{'Would lay out' if check else 'Laid out'} anew: {_relative(path)}")
        failed = failed or check
        if not check:
            path.write_bytes(after.encode("utf-8"))
    if changed or unchanged:
        _say(f"{changed} of {changed + unchanged} feature files {'would be ' if check else ''}changed")
    return failed


def _features(paths: Iterable[Path]) -> list[Path]:
    # Of the repository, only its features: what tools and reports keep elsewhere is not ours.
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update((ROOT / "features" if path == ROOT else path).rglob("*.feature"))
        elif path.suffix == ".feature":
            found.add(path)
    return sorted(found)


def _has_python(folder: Path) -> bool:
    return any(next(folder.rglob(f"*{suffix}"), None) is not None for suffix in _PYTHON)


def _existing(text: str) -> Path:
    path = Path(text).resolve()
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no {text!r}")
    if path.is_file() and path.suffix not in {".feature", *_PYTHON}:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a feature file nor Python")
    return path


def _relative(path: Path) -> str:
    return (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
