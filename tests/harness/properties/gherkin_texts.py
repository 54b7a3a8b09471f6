"""Feature files as hypothesis writes them: those that say something, and those that only look so."""

from __future__ import annotations

from hypothesis import strategies as st

_blanks = st.sampled_from(["", "  ", "    ", "\t", " \t ", "\u3000"])
_words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=15)
_ORDINARY = ["", "A", "a name", "<x>", "<x> and <y>", "#", '"', "é", "\\", "|"]
_LINES_ELSEWHERE = ["a\f", "\f a", "a\u2028b", "\x85", "a\x1c"]
"""With what begins a new line for Python, and none for Gherkin."""
_names = st.sampled_from(_ORDINARY + _LINES_ELSEWHERE) | _words
_LINES = [
    "Feature: {}",
    "Rule: {}",
    "Background: {}",
    "Scenario: {}",
    "Scenario Outline: {}",
    "Examples: {}",
    "Example: {}",
    "Given {}",
    "When {}",
    "Then {}",
    "And {}",
    "But {}",
    "* {}",
    "| {} |",
    "| {} | x |",
    "|  |",
    "| \\| | \\n \\\\ |",
    '"""',
    "```",
    '"""{}',
    "# {}",
    "# language: de",
    "# language: en",
    "# language: xx",
    "#language:fr",
    "@{}",
    "@a @b",
    "@HUP-BUY-1",
    "@a #b",
    "{}",
    "",
    "Scenarios: {}",
    "Funktionalität: {}",
    "Szenario: {}",
    "Angenommen {}",
    "\\",
    "|",
    "||",
    '\\"""',
    "@",
    "@ a",
]
_lines = st.builds("{}{}".format, _blanks, st.builds(str.format, st.sampled_from(_LINES), _names))
_breaks = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n"])
any_texts = st.lists(st.builds("{}{}".format, _lines, _breaks), max_size=25).map("".join)


class _Author:
    """Writes a file piece by piece, as hypothesis draws it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self.written: list[str] = []

    def feature(self) -> None:
        self._tags()
        self._put("Feature: " + self._one_of("", "F", "é #"))
        self._description()
        self._block()
        for _ in range(self._up_to(2)):
            self._tags()
            self._put("Rule: " + self._one_of("", "R"))
            self._description()
            self._block()

    def _block(self) -> None:
        if self._up_to(1):
            self._put("Background:" + self._one_of("", " b"), 1)
            self._description()
            self._steps()
        for _ in range(self._up_to(3)):
            self._scenario()

    def _scenario(self) -> None:
        self._tags()
        keyword = self._one_of("Scenario", "Scenario Outline")
        self._put(f"{keyword}: " + self._one_of("", "A", "A <x>", "é"), 1)
        self._description()
        self._steps()
        for _ in range(self._up_to(2) if "Outline" in keyword else 0):
            self._tags()
            self._put("Examples:" + self._one_of("", " late", " <x>"), 1)
            self._description()
            if self._up_to(1):
                self._put("| x | y |", 2)
                self._table(2, self._up_to(3))

    def _steps(self) -> None:
        for _ in range(self._up_to(4)):
            keyword = self._one_of("Given ", "When ", "Then ", "And ", "But ", "* ")
            self._put(keyword + self._one_of("x", "a <x>", '"q"', "é | b", "a # b"), 2)
            kind = self._up_to(4)
            if kind == 1:
                self._table(1 + self._up_to(2), 1 + self._up_to(2))
            elif kind == 2:
                self._docstring()

    def _docstring(self) -> None:
        fence, indent = self._one_of('"""', "```"), " " * self._up_to(4)
        odd = ["x", "  deeper", "", "# no comment", "| a |", "\\\\", "Given x"]
        content = [self._one_of(*odd) for _ in range(self._up_to(3))]
        lines = [fence + self._one_of("", "json"), *content, fence]
        self.written += [f"{indent}{line}\n" for line in lines]

    def _table(self, columns: int, rows: int) -> None:
        for _ in range(rows):
            odd = ["", "x", "<x>", "\\|", "\\n", "\\\\", "日本", " y "]
            self._put("|" + "".join(f"{self._one_of(*odd)}|" for _ in range(columns)), 2)

    def _tags(self) -> None:
        for _ in range(self._up_to(2)):
            self._put(self._one_of("@a", "@a @b", "@HUP-BUY-1 #why", "@c@d"))

    def _description(self) -> None:
        for _ in range(self._up_to(3)):
            self._put(self._one_of("Some words", "  deeper", "", "a list", "é"), 1)

    def _put(self, text: str, level: int = 0) -> None:
        noise = self._one_of("", "", "", "\n", "# a comment\n", "   # another\n\n")
        self.written.append(f"{noise}{' ' * self._up_to(2) * level}{text}{self._one_of('', ' ', '  ')}\n")

    def _one_of(self, *choices: str) -> str:
        return self._draw(st.sampled_from(choices))

    def _up_to(self, most: int) -> int:
        return self._draw(st.integers(0, most))


@st.composite
def features(draw: st.DrawFn) -> str:
    """Write a file that gherkin accepts."""
    author = _Author(draw)
    author.feature()
    return "".join(author.written)
