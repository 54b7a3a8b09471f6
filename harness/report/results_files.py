"""`results.ndjson`, `results.json` and `summary.md`: how they are written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from harness.formats.markdown import summary_markdown
from harness.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from harness.report.model import Run


class EventLog:
    """Lines added to a file, each on the disk's way as soon as it is written. A full disk never raises."""

    def __init__(self, path: Path) -> None:
        self.problem: str | None = None
        self._stream: TextIO | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = path.open("a", encoding="utf-8", buffering=1)
        except OSError as error:
            self._give_up(error)

    def write(self, line: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(line + "\n")
        except OSError as error:
            self._give_up(error)

    def close(self) -> None:
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()
            self._stream = None

    def _give_up(self, error: OSError) -> None:
        self.problem = (
            f"results could not be written: {error}; make room or choose another folder, and run again"
        )
        self.close()


def write_results(folder: Path, run: Run, notices: Sequence[str] = ()) -> str | None:
    """Write the files of a finished run; return what went wrong, or None.

    `notices` are for the summary: what its readers have to know of the report itself.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "results.json", run.model_dump_json(indent=1).encode())
        write_whole(folder / "summary.md", summary_markdown(run, notices=notices).encode())
    except OSError as error:
        return f"results could not be written to {folder}: {error}; make room there and run again"
    return None
