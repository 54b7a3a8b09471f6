"""What has changed, to paste into a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harness.changes.account import CAME, NOW, WAS, WENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from harness.changes.account import Account, Detail, Entry, Section

# Names are shown as they are: they set no mark-up, and mention nobody.
_SPECIAL: Final = re.compile(r"([\\`*_\[\]#|~])")
_LABELS: Final = {"": "", CAME: "new: ", WENT: "gone: ", WAS: "was: ", NOW: "now: "}
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}


def markdown(account: Account) -> str:
    """Return the whole account."""
    return "\n".join(_lines(account)) + "\n"


def _lines(account: Account) -> Iterator[str]:
    yield f"## What changed from {_plain(account.old)} to {_plain(account.new)}"
    yield ""
    if not account.sections:
        yield "Nothing that the features or rules say."
    for kind, told in account.counts:
        yield f"- {kind}: {told}"
    if account.now:
        yield f"- now: {_states(account.now)}"
    for problem in account.problems:
        yield f"- **not compared**: {_plain(problem)}"
    for section in account.sections:
        yield from ("", *_section(section))
    yield ""
    yield from (f"<sub>{_plain(line)}</sub>" for line in account.closing)


def _section(section: Section) -> Iterator[str]:
    what = f" ({section.what})" if section.what else ""
    yield f"### {_plain(section.title)}{what}"
    yield ""
    yield from _details(section.details, "")
    for entry in section.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    name = f"`{entry.id}` {_plain(entry.name)}" if entry.id else _plain(entry.name)
    checks = "".join(f" `{rule}`" for rule in entry.checks)
    states = f": {_states(entry.states)}" if entry.states else ""
    yield f"- **{entry.what}** {name}{checks}{states}"
    if entry.sentence:
        yield f"  - {_plain(entry.sentence)}"
    yield from _details(entry.details, "  ")


def _details(details: Iterable[Detail], indent: str) -> Iterator[str]:
    for detail in details:
        yield f"{indent}- {_LABELS[detail.label]}{_plain(detail.text)}"


def _states(states: Sequence[tuple[int, str]]) -> str:
    if len(states) == 1:
        return _state(states[0][1])
    return ", ".join(f"{count} {_state(state)}" for count, state in states)


def _state(state: str) -> str:
    return state if state == "passed" else f"**{state}**"


def _plain(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return "".join(_ENTITIES.get(character, character) for character in escaped)
