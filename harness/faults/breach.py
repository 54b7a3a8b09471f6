"""A way to break the portal, as far as whoever looks for what notices it has to know."""

from __future__ import annotations

import fnmatch
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harness.closest import closest
from harness.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LIST: Final = (sys.executable, "-P", "-m", "faults")
_PATIENCE: Final = 60
"""Seconds that the list may take."""
_WILD: Final = frozenset("*?[")


class FaultsError(Exception):
    """What was asked for cannot be; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One way to break the portal: a named fault, or a change that a tool has made to the portal's code."""

    name: str
    """Fit for a file name, and no other breach's."""
    rules: tuple[str, ...]
    """Ids of the rules that it breaks. Their scenarios are tried first, and one of them has to notice."""
    says: str
    """What is wrong with the portal then, in a sentence."""
    arguments: tuple[str, ...] = ()
    """What `./run e2e` is told, so that it meets this portal."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """What is added to that run's environment, and through it to the portal's."""
    any_rule: bool = False
    """Whether a scenario of another rule does as well."""
    detail: str = ""
    """What is to be shown of it where nothing notices, such as the lines that were changed."""
    kin: tuple[str, ...] = ()
    """Names of others that the same scenarios are likely to notice, the likeliest first."""


def named_faults(command: Sequence[str] = LIST) -> list[Breach]:
    """Return the faults of `faults/library`. Raises FaultsError where they cannot be listed.

    Asked of another process, for the harness knows the portal from outside alone.
    """
    try:
        return [
            Breach(each["name"], (each["rule"],), each["says"], arguments=("--fault", each["name"]))
            for each in map(json.loads, told_by(command, "faults", within=_PATIENCE))
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise FaultsError(f"the faults cannot be listed ({error}): try python -m faults") from error


def told_by(command: Sequence[str], what: str, *, within: float) -> list[str]:
    """Return the lines that a command prints, blank ones left out, which lists all there are of `what`.

    Raises FaultsError where it fails, or has not ended after so many seconds.
    """
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=within,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise FaultsError(f"the {what} cannot be listed: {error}") from error
    if done.returncode:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise FaultsError(f"the {what} cannot be listed: {said[-1].removeprefix(f'{what}: ')}")
    return [line for line in done.stdout.splitlines() if line.strip()]


def chosen(breaches: Sequence[Breach], words: Iterable[str]) -> list[Breach]:
    """Return those that are meant by names, patterns of names, or ids of rules and beginnings of ids.

    Without words all of them, and always in their own order. Raises FaultsError for a word that means none.
    """
    wanted = list(words)
    for word in wanted:
        if not any(_is_meant(each, word) for each in breaches):
            known = [each.name for each in breaches] + [rule for each in breaches for rule in each.rules]
            hint = closest(word, known) or closest(word.upper(), known)
            raise FaultsError(
                f"there is no fault called {word!r}, and none of a rule of that id{hint}; "
                "./run faults --list names them all"
            )
    return [each for each in breaches if not wanted or any(_is_meant(each, word) for word in wanted)]


def _is_meant(breach: Breach, word: str) -> bool:
    if _WILD & set(word):
        return fnmatch.fnmatchcase(breach.name, word) or any(
            fnmatch.fnmatchcase(rule, word.upper()) for rule in breach.rules
        )
    return breach.name == word or any(
        f"{rule}-".startswith(f"{word.upper().rstrip('-')}-") for rule in breach.rules
    )
