"""The site takes its place as a whole or not at all, whoever else writes, and however full the disk."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import pytest

from harness.living_docs import LivingDocsError, build_site, read_back
from harness.living_docs.publishing import replacing
from harness.living_docs.site_files import SiteFiles
from tests.harness.sample_run import sample_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.report.model import Run


def _content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def _left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".site.lock"}


def _write(into: Path, words: str) -> None:
    with replacing(into) as aside:
        for name in ("one", "two"):
            (aside / name).write_text(words, encoding="utf-8")


def test_the_new_takes_the_place_of_the_old_as_a_whole(tmp_path: Path) -> None:
    into = tmp_path / "deep" / "site"
    _write(into, "old")
    (into / "three").write_text("only of the old", encoding="utf-8")
    _write(into, "new")
    assert _content(into) == {"one": "new", "two": "new"}
    assert _left(into.parent) == {"site"}
    assert into.stat().st_mode & 0o777 == 0o755


def test_one_writes_after_the_other(tmp_path: Path) -> None:
    into = tmp_path / "site"
    met = threading.Barrier(2)
    inside: list[str] = []

    def write(words: str) -> None:
        met.wait()
        with replacing(into) as aside:
            inside.append(words)
            (aside / "one").write_text(words, encoding="utf-8")
            with pytest.raises(threading.BrokenBarrierError):
                together.wait(0.2)  # the other one does not come, for it is not let in
            together.reset()
            (aside / "two").write_text(words, encoding="utf-8")

    together = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, ("a", "b")))
    assert _content(into) == {"one": inside[-1], "two": inside[-1]}
    assert _left(tmp_path) == {"site"}


def test_two_runs_at_once_never_mix(tmp_path: Path) -> None:
    into = tmp_path / "site"
    runs = [
        sample_run(tmp_path / name).model_copy(update={"run_id": name}) for name in ("firstrun", "secondrun")
    ]

    def build(run: Run) -> None:
        build_site(run, folder=tmp_path / run.run_id, into=into, root=tmp_path)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(build, runs))
    pages = [path.read_text(encoding="utf-8") for path in into.rglob("*.html") if path.parent.name != "mails"]
    found = {name for name in ("firstrun", "secondrun") for page in pages if name in page}
    assert len(found) == 1
    assert len(read_back(into)) == len(runs[0].scenarios)


def test_one_that_takes_too_long_is_named(tmp_path: Path) -> None:
    into = tmp_path / "site"
    with filelock.FileLock(tmp_path / ".site.lock"), ThreadPoolExecutor(1) as pool:

        def wait() -> None:
            with replacing(into, patience=0.1):
                pass

        with pytest.raises(LivingDocsError, match="another run has been writing"):
            pool.submit(wait).result()


def test_a_full_disk_leaves_the_old_site_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    into = tmp_path / "site"
    run = sample_run(tmp_path / "run")
    build_site(run, folder=tmp_path / "run", into=into, root=tmp_path)
    before = (into / "index.html").read_bytes()
    room = 5

    def write(self: Path, data: bytes, original: Callable[[Path, bytes], int] = Path.write_bytes) -> int:
        nonlocal room
        room -= 1
        if room < 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return original(self, data)

    monkeypatch.setattr(Path, "write_bytes", write)
    run.target = "another"
    with pytest.raises(LivingDocsError, match=r"No space left on device.*an earlier run is still there"):
        build_site(run, folder=tmp_path / "run", into=into, root=tmp_path)
    assert (into / "index.html").read_bytes() == before
    assert _left(tmp_path) == {"site", "run"}


def test_an_old_site_is_put_back_where_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "site"
    _write(into, "old")

    def rename(self: Path, target: Path, original: Callable[[Path, Path], Path] = Path.rename) -> Path:
        if "-new-" in self.name:
            raise OSError(errno.EIO, "Input/output error")
        return original(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(LivingDocsError, match="Input/output error"):
        _write(into, "new")
    assert _content(into) == {"one": "old", "two": "old"}


def test_what_a_killed_process_has_left_is_put_right(tmp_path: Path) -> None:
    into = tmp_path / "site"
    _write(into, "old")
    into.rename(tmp_path / ".site-old")  # killed between the two renames
    (tmp_path / ".site-new-abc").mkdir()
    with pytest.raises(LivingDocsError, match="no room"), replacing(into):
        raise OSError("no room")
    assert _content(into) == {"one": "old", "two": "old"}
    assert _left(tmp_path) == {"site"}


def test_pictures_are_linked_and_copied_where_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sample_run(tmp_path / "run")
    picture = run.scenarios[0].steps[1].pictures[0].file
    build_site(run, folder=tmp_path / "run", into=tmp_path / "site", root=tmp_path)
    assert (tmp_path / "site" / picture).samefile(tmp_path / "run" / picture)

    def link(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", link)
    build_site(run, folder=tmp_path / "run", into=tmp_path / "site", root=tmp_path)
    assert not (tmp_path / "site" / picture).samefile(tmp_path / "run" / picture)
    assert (tmp_path / "site" / picture).read_bytes() == (tmp_path / "run" / picture).read_bytes()


def test_what_the_run_lost_is_told(tmp_path: Path) -> None:
    run = sample_run(tmp_path / "run")
    shutil.rmtree(tmp_path / "run")
    build_site(run, folder=tmp_path / "run", into=tmp_path / "site", root=tmp_path)
    assert len(read_back(tmp_path / "site")) == len(run.scenarios)
    page = (tmp_path / "site" / "scenarios" / f"{run.scenarios[0].key}.html").read_text(encoding="utf-8")
    assert "3 pictures could not be kept." in page
    assert "<img" not in page


def test_nothing_outside_of_the_run_is_taken(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    (tmp_path / "run").mkdir()
    files = SiteFiles(tmp_path / "site", tmp_path / "run")
    assert not files.take("../secret")
    assert not files.take(str(tmp_path / "secret"))
    assert files.read("../secret") is None
