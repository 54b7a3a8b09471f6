"""What has changed, ready to be printed: sections of entries, the most important first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
RENAMED: Final = "renamed"
MOVED: Final = "moved"
REWORDED: Final = "reworded"
UNCHECKED: Final = "unchecked"
CHECKED: Final = "newly checked"
"""Of rules that had no scenario; they are counted, and are no entries."""
IN_ORDER: Final = (REMOVED, UNCHECKED, CHANGED, REWORDED, RENAMED, MOVED, ADDED, CHECKED)
"""What is lost comes first: nobody misses it by themselves."""
CAME, WENT, WAS, NOW = "+", "-", "was", "now"


@dataclass(frozen=True)
class Detail:
    label: str
    """What came, went, was and is now; empty for a sentence about it."""
    text: str


@dataclass
class Entry:
    """A rule or a scenario, and what has become of it."""

    what: str
    name: str
    id: str = ""
    states: list[tuple[int, str]] = field(default_factory=list)
    """How it fares now: how many runs of it are in which state."""
    checks: list[str] = field(default_factory=list)
    """Of a scenario that is new, the rules that it checks."""
    sentence: str = ""
    """What stands out in past runs."""
    details: list[Detail] = field(default_factory=list)


@dataclass
class Section:
    title: str
    what: str = ""
    place: str = ""
    details: list[Detail] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.details or self.entries or self.what)

    def in_order(self) -> Section:
        """Sort what happened by importance, and leave the rest in the order of the file."""
        self.entries.sort(key=lambda entry: IN_ORDER.index(entry.what))
        return self


@dataclass
class Account:
    old: str
    new: str
    counts: list[tuple[str, str]]
    """What there is of each kind: ("rules", "2 added, 1 reworded")."""
    sections: list[Section]
    problems: list[str]
    """Files that could not be compared."""
    now: list[tuple[int, str]]
    """How the scenarios fare that are named and still exist."""
    closing: list[str]
