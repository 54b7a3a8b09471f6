"""The rules of the program, read from the file that product owners read: `rules/rulebook.md`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

RULEBOOK = Path(__file__).resolve().parent.parent / "rules" / "rulebook.md"

_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+")
_HEADING = re.compile(rf"### +({_RULE_ID.pattern}): +(\S.*)")
Source = Literal["faq", "derived", "quality"]
_SOURCES: Final[dict[str, Source]] = {
    "*From the FAQ*": "faq",
    "*Derived*": "derived",
    "*Quality*": "quality",
}


class RulebookError(Exception):
    """The rulebook cannot be read; the message names file, line and what is expected there."""


@dataclass(frozen=True)
class Rule:
    """One rule. `derived` ones follow from the program's FAQ; a `quality` is no rule of the program."""

    id: str
    title: str
    text: str
    source: Source
    group: str
    line: int


def is_rule_id(tag: str) -> bool:
    """Whether a tag has the form of a rule's id, such as HUP-BUY-2. It need not be a known one."""
    return _RULE_ID.fullmatch(tag) is not None


def path_for(root: Path) -> Path:
    """Return the rulebook of the project in the folder `root`, or this project's where it has none."""
    own = root / "rules" / "rulebook.md"
    return own if own.is_file() else RULEBOOK


def load(path: Path = RULEBOOK) -> dict[str, Rule]:
    """Return all rules by id, in the order of the file. Raises RulebookError as `parse` does."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RulebookError(
            f"{path}: the rulebook cannot be read ({error.strerror}); restore the file"
        ) from error
    return parse(text, path)


def parse(text: str, path: Path | str) -> dict[str, Rule]:
    """Return the rules of a rulebook's text; `path` is what errors call it.

    Raises RulebookError for a heading that is not `### ID: title`, a rule without its source line or text,
    and an id that is given twice.
    """
    lines = text.splitlines()
    rules: dict[str, Rule] = {}
    group = ""
    for number, line in enumerate(lines, start=1):
        if line.startswith("## "):
            group = line[3:].strip()
        elif line.startswith("### "):
            rule = _rule_at(path, lines, number, group)
            if rule.id in rules:
                earlier = rules[rule.id].line
                raise RulebookError(
                    f"{path}:{number}: {rule.id} is already the rule of line {earlier}; give one a new id"
                )
            rules[rule.id] = rule
    if not rules:
        raise RulebookError(
            f"{path}: holds no rule; a rule starts with a heading such as '### HUP-BUY-1: Sign up'"
        )
    return rules


def _rule_at(path: Path | str, lines: list[str], number: int, group: str) -> Rule:
    heading = _HEADING.fullmatch(lines[number - 1].rstrip())
    if heading is None:
        raise RulebookError(f"{path}:{number}: expected a heading such as '### HUP-BUY-1: Sign up'")
    body = []
    for line in lines[number:]:
        if line.startswith("#"):
            break
        if line.strip():
            body.append(line.strip())
    if not body or body[0] not in _SOURCES:
        raise RulebookError(
            f"{path}:{number + 1}: expected {' or '.join(_SOURCES)}, which says where {heading[1]} comes from"
        )
    if len(body) == 1:
        raise RulebookError(
            f"{path}:{number}: {heading[1]} has a title but no text; write the rule below its source line"
        )
    return Rule(heading[1], heading[2], " ".join(body[1:]), _SOURCES[body[0]], group, number)
