"""Features and rulebook as git has them at a revision, or as they are in the folder: no check-out is made."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harness import git

if TYPE_CHECKING:
    from pathlib import Path

RULEBOOK: Final = "rules/rulebook.md"
FEATURES: Final = "features"
_SHORT: Final = 7


class RevisionError(Exception):
    """There is nothing to compare; the message says why, and what to do."""


@dataclass(frozen=True)
class Snapshot:
    """What a revision says."""

    label: str
    commit: str = ""
    """Its whole id; empty for the files as they are."""
    files: dict[str, str] = field(default_factory=dict)
    """Texts by path, relative to the project's folder."""
    problems: dict[str, str] = field(default_factory=dict)
    """Why files cannot be read, by their paths."""


def snapshots(root: Path, wanted: str | None) -> tuple[Snapshot, Snapshot]:
    """Return the older and the newer of what is asked for. Raises RevisionError.

    OLD..NEW are two revisions, and OLD alone goes to HEAD; OLD... begins where NEW left OLD. Where the newer
    one is left out, it is the files as they are, and without anything HEAD is compared with them.
    """
    repository = _Repository(root)
    old, dots, new = _parted(wanted)
    if dots == "...":
        old = repository.common(old, new or "HEAD")
    return repository.at(old), repository.at(new) if new else _as_it_is(root)


def _parted(wanted: str | None) -> tuple[str, str, str]:
    if wanted is None:
        return "HEAD", "..", ""
    for dots in ("...", ".."):
        old, found, new = wanted.partition(dots)
        if found:
            return old or "HEAD", dots, new
    return wanted, "..", "HEAD"


def _as_it_is(root: Path) -> Snapshot:
    files, problems = {}, {}
    for path in [*sorted((root / FEATURES).rglob("*.feature")), root / RULEBOOK]:
        name = path.relative_to(root).as_posix()
        try:
            files[name] = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            problems[name] = f"{name} cannot be read: {error}"
    return Snapshot("the files as they are now", files=files, problems=problems)


class _Repository:
    def __init__(self, root: Path) -> None:
        self._root = root
        if self._git("rev-parse", "--git-dir") is None:
            raise RevisionError(f"{root} is in no git repository, so that there is nothing to compare")

    def at(self, name: str) -> Snapshot:
        commit = self._commit(name)
        date = (self._git("show", "-s", "--format=%cs", commit) or b"").decode().strip()
        short = commit[:_SHORT]
        label = f"{short} ({date})" if commit.startswith(name) else f"{name} ({short}, {date})"
        files, problems = {}, {}
        for path, data in self._read(commit).items():
            try:
                files[path] = data.decode("utf-8").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                problems[path] = f"{path} at {short} is no UTF-8: {error.reason} at byte {error.start}"
        return Snapshot(label, commit, files, problems)

    def common(self, old: str, new: str) -> str:
        """Return where two revisions parted."""
        ids = self._commit(old), self._commit(new)
        found = self._git("merge-base", *ids)
        if not found:
            raise RevisionError(f"{old!r} and {new!r} have nothing in common{self._shallow()}")
        return found.decode().strip()

    def _commit(self, name: str) -> str:
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found:
            return found.decode().strip()
        if name == "HEAD":
            raise RevisionError("nothing is committed yet, so that there is nothing to compare with")
        listed = self._git("for-each-ref", "--format=%(refname:short)") or b""
        close = difflib.get_close_matches(name, listed.decode().split(), n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise RevisionError(f"git knows no revision {name!r} here{hint}{self._shallow()}")

    def _shallow(self) -> str:
        """Return what to do in a clone that was cut off, as build servers make it."""
        is_shallow = (self._git("rev-parse", "--is-shallow-repository") or b"").strip() == b"true"
        return (
            ". This clone has the last commits only: git fetch --unshallow brings the rest"
            if is_shallow
            else ""
        )

    def _read(self, commit: str) -> dict[str, bytes]:
        listed = self._git("ls-tree", "-r", "-z", commit, "--", FEATURES, RULEBOOK)
        if listed is None:
            raise RevisionError(f"git cannot list the files of {commit[:_SHORT]}{self._shallow()}")
        blobs = {}
        for entry in listed.split(b"\0"):
            told, _, path = entry.partition(b"\t")
            name = path.decode("utf-8", "surrogateescape")
            is_file = told.startswith(b"100")
            if is_file and (name == RULEBOOK or name.endswith(".feature")):
                blobs[name] = told.split()[2]
        return dict(zip(blobs, self._contents(list(blobs.values())), strict=True))

    def _contents(self, ids: list[bytes]) -> list[bytes]:
        answer = self._git("cat-file", "--batch", given=b"".join(each + b"\n" for each in ids)) or b""
        contents, at = [], 0
        for each in ids:
            head, _, _ = answer[at:].partition(b"\n")
            parts = head.split()
            if parts[1:2] != [b"blob"]:
                raise RevisionError(f"git cannot read the file {each.decode()}{self._shallow()}")
            start = at + len(head) + 1
            at = start + int(parts[2])
            contents.append(answer[start:at])
            at += 1
        return contents

    def _git(self, *arguments: str, given: bytes = b"") -> bytes | None:
        """Return what git says; None where it fails."""
        try:
            return git.ask(self._root, *arguments, given=given)
        except git.GitError as error:
            raise RevisionError(str(error)) from error
