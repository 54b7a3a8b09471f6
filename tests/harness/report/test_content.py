"""Files that are named after their content: equal ones are one, also where several are written at once."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.report.content import write_content

_WRITERS = 8


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_equal_content_is_one_file_and_other_content_another(tmp_path: Path) -> None:
    first = write_content(tmp_path, "pictures", b"one", ".jpg")
    assert write_content(tmp_path, "pictures", b"one", ".jpg") == first
    second = write_content(tmp_path, "pictures", b"two", ".jpg")
    assert (tmp_path / first).read_bytes() == b"one"
    assert (tmp_path / second).read_bytes() == b"two"
    assert len(_files(tmp_path)) == 2


def test_name_is_the_same_in_every_run(tmp_path: Path) -> None:
    name = write_content(tmp_path / "one", "mails", b"Hello", ".eml")
    assert name == write_content(tmp_path / "two", "mails", b"Hello", ".eml")
    assert name == "mails/185f8db32271fe25f561.eml"


def test_writers_at_once_leave_one_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them find none there, and put theirs in its place."""
    together = threading.Barrier(_WRITERS)
    replace = Path.replace

    def at_once(path: Path, target: Path) -> Path:
        together.wait(timeout=30)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", at_once)
    data = os.urandom(2**20)
    with ThreadPoolExecutor(_WRITERS) as pool:
        names = list(pool.map(lambda _: write_content(tmp_path, "pictures", data, ".jpg"), range(_WRITERS)))
    assert len(set(names)) == 1
    assert (tmp_path / names[0]).read_bytes() == data
    assert len(_files(tmp_path)) == 1


def test_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_content(tmp_path, "pictures", b"one", ".jpg")
    assert _files(tmp_path) == []


def test_others_may_read_it(tmp_path: Path) -> None:
    name = write_content(tmp_path, "pictures", b"one", ".jpg")
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o644
