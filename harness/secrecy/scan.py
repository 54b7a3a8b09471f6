"""The last look over all reports of a run: no secret may stand there, in whatever form."""

from __future__ import annotations

import os
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.report.condense import in_one_line
from harness.secrecy.finder import Finder
from harness.secrecy.shapes import open_links
from harness.secrecy.traces import UNSCRUBBED
from harness.secrecy.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from harness.secrecy.registry import Registry

_RUN_FOLDER: Final = re.compile(r"\d{8}T\d{6}Z-[a-z2-7]{8}")
_AT_ONCE: Final = 16 * 1024 * 1024
_OVERLAP: Final = 64 * 1024
"""Bytes that are looked at twice, for a secret may stand where one piece of a large file ends."""
_ZIP: Final = b"PK\x03\x04"
_WIDEST: Final = 120


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """A secret that stands in a file, told without telling it."""

    file: str
    """Relative to the folder of reports; `trace.zip!resources/…` for what is within a zip."""
    what: str
    form: str

    def __str__(self) -> str:
        return f"{self.file} holds {self.what}, {self.form}"


@dataclass(slots=True)
class Findings:
    leaks: list[Leak] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Files that could not be read, and why."""
    set_aside: list[str] = field(default_factory=list)
    """Traces that were kept apart because they may hold secrets, and so were not looked at."""


def scan(reports: Path, run: Path, registry: Registry) -> Findings:
    """Look at the folder `run`, and at all else in `reports` but for the folders of other finished runs.

    Never raises: what cannot be read is told.
    """
    findings, finder = Findings(), Finder(registry)
    for path in _files(reports, run):
        name = path.relative_to(reports).as_posix()
        if path.is_relative_to(run / UNSCRUBBED):
            findings.set_aside.append(name)
            continue
        try:
            with path.open("rb") as stream:
                _look(stream, name, finder, findings)
        except FileNotFoundError:
            continue  # another run's, which has moved it meanwhile
        except Exception as error:  # noqa: BLE001 - a file of any kind, broken in any way
            findings.unread.append(f"{name}: {in_one_line(f'{type(error).__name__}: {error}', _WIDEST)}")
    findings.leaks = sorted(set(findings.leaks))
    return findings


def _files(reports: Path, run: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(reports):
        here = Path(folder)
        # At any depth, for a soak has folders of runs of its own.
        folders[:] = sorted(name for name in folders if not _is_of_finished_run(here / name, run))
        for name in sorted(files):
            path = here / name
            if path.is_file() and not path.is_symlink():
                yield path


def _is_of_finished_run(folder: Path, run: Path) -> bool:
    if folder == run or _RUN_FOLDER.fullmatch(folder.name) is None:
        return False
    return (folder / "results.json").exists()


def _look(stream: IO[bytes], name: str, finder: Finder, findings: Findings) -> None:
    # pyahocorasick's automata and the views take memory of the piece's size each, not of the file's.
    before = b""
    while piece := stream.read(_AT_ONCE):
        if not before and piece.startswith(_ZIP):
            stream.seek(0)
            _look_within(stream, name, finder, findings)
            return
        data = before + piece
        for view_of in VIEWS:
            view = view_of(data)
            if view is not None and finder.holds_any(view.data):
                findings.leaks += [
                    Leak(name, match.secret.what, match.form.name) for match in finder.matches(view.data)
                ]
        if open_links(data):
            findings.leaks.append(Leak(name, "what looks like a confirmation link", "plain"))
        before = data[-_OVERLAP:]


def _look_within(stream: IO[bytes], name: str, finder: Finder, findings: Findings) -> None:
    with zipfile.ZipFile(stream) as packed:
        for entry in packed.infolist():
            with packed.open(entry) as content:
                _look(content, f"{name}!{entry.filename}", finder, findings)
