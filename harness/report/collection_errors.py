"""What stops the features from being collected, said in terms of the feature files."""

from __future__ import annotations

import re
from pathlib import Path

# As pytest-bdd words a file that is no Gherkin, and pytest a marker that nobody has declared.
_UNREADABLE = re.compile(
    r"(?:[\w.]+: )?(?P<what>.*)\nLine number: (?P<line>\d+)\nLine: (?P<content>.*)\nFile: (?P<file>.*)"
)
_UNDECLARED = re.compile(r"'(?P<tag>[^']+)' not found in `markers` configuration option")


def explain(message: str, root: Path) -> list[str]:
    """Return what is wrong and what to do, or nothing for an error that is none of these."""
    unreadable = _UNREADABLE.search(message)
    if unreadable:
        path = Path(unreadable["file"])
        name = path.relative_to(root) if path.is_relative_to(root) else path
        return [
            f"{name.as_posix()}:{unreadable['line']}: {unreadable['what'].strip()}",
            f"    {unreadable['content'].strip()}",
            "Correct the feature file; no scenario of its test module can run before.",
        ]
    undeclared = _UNDECLARED.search(message)
    if undeclared:
        tag = undeclared["tag"]
        return [
            f"The tag @{tag} is no rule of rules/rulebook.md, and not declared among the project's markers.",
            f"Correct it where a feature has it (search for @{tag}), or declare it.",
        ]
    return []
