"""A terminal of a few lines, in memory: what somebody sees after all that was written to it."""

from __future__ import annotations

import re

import pytest

_TOKEN = re.compile(
    r"\x1b\[(?P<arguments>[?0-9;]*)(?P<command>[A-Za-z])|(?P<control>[\r\n])|(?P<text>[^\x1b\r\n]+)"
)


class Terminal:
    """Knows what the live area needs: cursor up, erase to the end of line and screen, colours."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows: list[str] = [""]
        self._row = 0
        self._column = 0

    @property
    def screen(self) -> str:
        return "\n".join(row.rstrip() for row in self.rows).rstrip()

    def feed(self, text: str) -> None:
        position = 0
        for token in _TOKEN.finditer(text):
            assert token.start() == position, f"unknown sequence at {text[position : position + 20]!r}"
            position = token.end()
            if token["text"]:
                self._print(token["text"])
            elif token["control"] == "\r":
                self._column = 0
            elif token["control"] == "\n":  # with the carriage return that a terminal's driver adds
                self._row, self._column = self._row + 1, 0
            else:
                self._obey(token["command"], token["arguments"])
        assert position == len(text)

    def _print(self, text: str) -> None:
        for character in text:
            if self._column == self.columns:
                self._row, self._column = self._row + 1, 0
            self.rows += [""] * (self._row + 1 - len(self.rows))
            row = self.rows[self._row].ljust(self._column)
            self.rows[self._row] = row[: self._column] + character + row[self._column + 1 :]
            self._column += 1

    def _obey(self, command: str, arguments: str) -> None:
        self.rows += [""] * (self._row + 1 - len(self.rows))
        if command == "A":
            self._row -= int(arguments)
            assert self._row >= 0, "the cursor has left the screen at the top"
        elif command in {"K", "J"}:
            self.rows[self._row] = self.rows[self._row][: self._column]
            if command == "J":
                del self.rows[self._row + 1 :]
        else:
            assert command == "m" or arguments.startswith("?2026"), f"unknown command {arguments}{command}"

    def reflow(self, columns: int) -> None:
        """Make the window narrower, as terminals do that wrap what they show."""
        rows: list[str] = []
        for row in self.rows:
            text = row.rstrip()
            rows += [text[start : start + columns] for start in range(0, max(len(text), 1), columns)]
        self._row += len(rows) - len(self.rows)
        self.rows, self.columns = rows, columns


@pytest.fixture
def terminal() -> Terminal:
    return Terminal(60)


@pytest.fixture
def wide_terminal() -> Terminal:
    return Terminal(100)
