"""Where the bytes of mails wait: a file without a name, or a folder that is read back after a restart."""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MAILS = "mails"
_JOURNAL = "journal.ndjson"


class SpoolInUseError(OSError):
    """Another catcher keeps its mails in that folder."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of the file of mails."""

    offset: int
    length: int


class Spool:
    """Bytes, and a journal of what they are. What was written outlives the process, if there is a folder.

    Belongs to one thread. Raises OSError where a file cannot be made, read or written.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Raises SpoolInUseError, too."""
        self._journal: int | None = None
        with ExitStack() as opening:
            if folder is None:
                # Without a name: gone with the process, however that ends.
                file = opening.enter_context(tempfile.TemporaryFile(prefix="mail-catcher-", buffering=0))
                self._mails = file.fileno()
            else:
                folder.mkdir(parents=True, exist_ok=True)
                self._mails = _opened(opening, folder / _MAILS)
                self._journal = _opened(opening, folder / _JOURNAL)
                try:
                    fcntl.flock(self._journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    raise SpoolInUseError(
                        error.errno, "another mail catcher keeps its mails there", str(folder)
                    ) from error
            self._end = os.fstat(self._mails).st_size
            self._stack = opening.pop_all()

    @property
    def is_kept(self) -> bool:
        """Whether what is noted here can be read back."""
        return self._journal is not None

    @property
    def size(self) -> int:
        return self._end

    def close(self) -> None:
        self._stack.close()

    def write(self, data: bytes) -> Slot:
        start = self._end
        written = 0
        while written < len(data):  # a disk that is nearly full takes a part
            written += os.pwrite(self._mails, memoryview(data)[written:], start + written)
        self._end = start + len(data)
        return Slot(start, len(data))

    def read(self, slot: Slot) -> bytes:
        return os.pread(self._mails, slot.length, slot.offset)

    def note(self, entry: dict[str, Any]) -> None:
        """Add to the journal, whole or not at all."""
        if self._journal is None:
            return
        line = json.dumps(entry).encode() + b"\n"
        before = os.fstat(self._journal).st_size
        try:
            written = 0
            while written < len(line):
                written += os.pwrite(self._journal, memoryview(line)[written:], before + written)
        except OSError:
            os.ftruncate(self._journal, before)
            raise

    def journal(self) -> Iterator[dict[str, Any]]:
        """Yield what was noted before this process, up to a line that was being written as it ended.

        Nobody was told of such a line's mail that it was kept.
        """
        if self._journal is None:
            return
        good = 0
        with os.fdopen(os.dup(self._journal), "rb") as lines:
            lines.seek(0)
            for line in lines:
                try:
                    entry = json.loads(line) if line.endswith(b"\n") else None
                except ValueError:
                    entry = None
                if not isinstance(entry, dict):
                    break
                good += len(line)
                yield entry
        os.ftruncate(self._journal, good)

    def clear(self) -> None:
        """Forget everything."""
        # The journal first: it must never tell of bytes that are gone.
        if self._journal is not None:
            os.ftruncate(self._journal, 0)
        os.ftruncate(self._mails, 0)
        self._end = 0


def _opened(stack: ExitStack, path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    stack.callback(os.close, descriptor)
    return descriptor
