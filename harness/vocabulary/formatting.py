"""The one way in which a feature file is laid out: what `./run format` writes, and the tests expect.

Two spaces for each level, tags on one line, one blank line between blocks and none within, tables aligned.
Words, comments and descriptions stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Protocol, cast

from gherkin.ast_builder import AstBuilder
from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser
from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gherkin.gherkin_line import GherkinLine
    from gherkin.token import Token
    from gherkin.token_matcher import MatchedItems

_INDENT: Final = "  "
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Some editors write it in front of all; pytest-bdd would take it for a part of the first word."""
_BLOCKS: Final = frozenset({"FeatureLine", "RuleLine", "BackgroundLine", "ScenarioLine", "ExamplesLine"})
_ESCAPES: Final = (("\\", "\\\\"), ("|", "\\|"), ("\n", "\\n"))
_OF_THE_LAYOUT: Final = frozenset({"id", "location", "comments"})
"""Parts of a parsed file that a change of layout may change."""


class NotFormattedError(Exception):
    """The file is no Gherkin, or its meaning would have changed; the message says which and where."""


def formatted(text: str) -> str:
    """Return a feature file's text as it should be. Raises NotFormattedError."""
    text = text.removeprefix(_BYTE_ORDER_MARK)
    try:
        before = _parse(text, AstBuilder())
        lines = _Writer()
        _parse(text, lines)
    except ParserError as error:
        first = error.errors[0] if isinstance(error, CompositeParserException) else error
        raise NotFormattedError(f"this is no Gherkin: {first}") from error
    result = "".join(f"{line}\n" for line in lines.written)
    try:
        is_same = _meaning(before) == _meaning(_parse(result, AstBuilder()))
    except ParserError:
        is_same = False
    if not is_same:
        raise NotFormattedError("it would mean something else after it: this is a fault of the formatter")
    return result


def first_difference(text: str) -> tuple[int, str] | None:
    """Return the first line that is not as it should be, and what it should be; None where all are."""
    is_line, should_be_line = (part.split("\n") for part in (text, formatted(text)))
    for number, (is_, should_be) in enumerate(zip_longest(is_line, should_be_line), start=1):
        if is_ != should_be:
            return number, should_be if should_be is not None else ""
    return None


class _Token(Protocol):
    """What the parser's matcher adds to a token, which its own types leave out."""

    line: GherkinLine
    matched_type: str
    matched_keyword: str
    matched_text: str
    matched_items: list[MatchedItems]


def _parse(text: str, builder: AstBuilder) -> object:
    return Parser(builder).parse(text)


def _meaning(node: object) -> object:
    if isinstance(node, dict):
        return {
            # As the parser counts lines, for which a form feed or U+2028 begins no new one.
            key: [line.strip() for line in value.strip().split("\n")]
            if key == "description"
            else _meaning(value)
            for key, value in node.items()
            if key not in _OF_THE_LAYOUT
        }
    return [_meaning(each) for each in node] if isinstance(node, list) else node


@dataclass
class _Table:
    level: int
    lines: list[Sequence[str] | str] = field(default_factory=list)
    """Rows as cells, comments as they are."""

    def laid_out(self) -> list[str]:
        rows = [line for line in self.lines if not isinstance(line, str)]
        widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
        return [
            line
            if isinstance(line, str)
            else "".join(
                f"| {cell}{' ' * (width - cell_len(cell))} " for cell, width in zip(line, widths, strict=True)
            )
            + "|"
            for line in self.lines
        ]


class _Writer(AstBuilder):
    """Writes each token of the parser at its place; comments and tags wait for what they stand above."""

    def reset(self) -> None:
        super().reset()
        self.written: list[str] = []
        self._comments: list[str] = []
        self._tags: list[str] = []
        self._description: list[str] = []
        self._table: _Table | None = None
        self._in_rule = False
        self._level = 0
        """Of the block, step or table's owner that was written last."""
        self._block_level = 0
        self._docstring_indent: int | None = None

    def start_rule(self, rule_type: str) -> None:
        pass

    def end_rule(self, rule_type: str) -> None:
        pass

    def get_result(self) -> None:
        """Nothing is made of it but lines."""

    def build(self, token: Token) -> None:
        self._write(cast("_Token", token))

    def _write(self, token: _Token) -> None:
        kind = token.matched_type
        if kind == "DocStringSeparator":
            self._fence(token)
        elif self._docstring_indent is not None:
            content = token.line.get_line_text(self._docstring_indent).rstrip("\r\n")
            self.written.append(f"{_INDENT * (self._level + 1)}{content}" if content else "")
        elif kind == "Comment":
            self._comments.append(token.line.get_line_text().strip())
        elif kind == "TagLine":
            _, _, comment = re.split(r"(\s#|$)", token.line.get_line_text().strip(), maxsplit=1)
            self._tags += [tag["text"] for tag in token.matched_items]
            self._comments += [f"#{comment}"] if comment else []
        elif kind == "Other":
            self._describe(token)
        elif kind != "Empty":
            self._structure(token, kind)

    def _structure(self, token: _Token, kind: str) -> None:
        if kind == "TableRow":
            self._row(token)
            return
        self._end_table()
        self._end_description(again=kind not in _BLOCKS and kind != "EOF")
        if kind in _BLOCKS:
            self._block(token, kind)
        elif kind == "StepLine":
            self._level = self._block_level + 1
            self._flush_comments(self._level)
            self._put(self._level, f"{token.matched_keyword}{token.matched_text}")
        elif kind == "Language":
            self._flush_comments(0)
            self._put(0, f"# language: {token.matched_text}")
        elif self._comments:  # the end of the file
            self._separate()
            self._flush_comments(0)

    def _block(self, token: _Token, kind: str) -> None:
        self._in_rule = self._in_rule or kind == "RuleLine"
        if kind == "ExamplesLine":
            self._level = self._block_level + 1
        else:
            deeper = self._in_rule and kind != "RuleLine"
            self._level = self._block_level = 0 if kind == "FeatureLine" else 1 + deeper
        if kind != "FeatureLine" or not self.written[-1:] or not self.written[-1].startswith("# language"):
            self._separate()
        self._flush_comments(self._level)
        if self._tags:
            self._put(self._level, " ".join(self._tags))
            self._tags = []
        self._put(self._level, f"{token.matched_keyword}: {token.matched_text}".rstrip())

    def _fence(self, token: _Token) -> None:
        self._end_table()
        if self._docstring_indent is None:
            self._flush_comments(self._level + 1)
            self._docstring_indent = token.line.indent
        else:
            self._docstring_indent = None
        self._put(self._level + 1, token.line.get_line_text().strip())

    def _row(self, token: _Token) -> None:
        if self._table is None:
            self._end_description(again=True)
            self._table = _Table(self._level + 1)
        self._table.lines += self._comments
        self._comments = []
        self._table.lines.append([_escaped(cell["text"]) for cell in token.matched_items])

    def _end_table(self) -> None:
        if self._table is not None:
            for line in self._table.laid_out():
                self._put(self._table.level, line)
            self._table = None

    def _describe(self, token: _Token) -> None:
        text = token.line._line_text.rstrip()  # noqa: SLF001 - with its indentation, which is the writer's
        if text:
            self._description += self._comments
            self._comments = []
        # A blank line stays between two paragraphs, not at the end.
        if text or self._description:
            self._description.append(text)

    def _end_description(self, *, again: bool) -> None:
        """Write the description; `again`, a blank line follows, for the block goes on."""
        while self._description and not self._description[-1]:
            self._description.pop()
        prose = [line for line in self._description if line and not line.startswith("#")]
        margin = min((len(line) - len(line.lstrip()) for line in prose), default=0)
        for line in self._description:
            self._put(self._level + 1, line if line.startswith("#") else line[margin:])
        if self._description and again:
            self.written.append("")
        self._description = []

    def _flush_comments(self, level: int) -> None:
        for comment in self._comments:
            self._put(level, comment)
        self._comments = []

    def _separate(self) -> None:
        if self.written:
            self.written.append("")

    def _put(self, level: int, text: str) -> None:
        self.written.append(f"{_INDENT * level}{text}".rstrip())


def _escaped(cell: str) -> str:
    for plain, escaped in _ESCAPES:
        cell = cell.replace(plain, escaped)
    return cell
