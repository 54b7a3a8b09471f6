"""Calling pytest: from the repository, whatever folder the user is in, and in this very process."""

from __future__ import annotations

import os
import re
import sys
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from harness.paths import ROOT, is_there
from harness.weather.kinds import ALL

_WEATHER: Final = "--weather"
_WORDS_FOLLOW: Final = frozenset({"-k", "-m", "-n", "-o", "-p", "-r", "-W"})
"""Options whose value is no path, even where a file happens to have that name."""
_SELECTING: Final = ("--tags", "--features")
_ONE_PROCESS: Final = ("--trace", "--pdb", "--playwright-debug")
_EARLY_PLUGINS: Final = ("harness.pytest_run", "harness.selection.plugin")
"""The last is asked first: what cannot be is refused before anything is started."""
_OTHERS: Final = ("firefox", "webkit")
_NO_BROWSER: Final = ("--collect-only", "--co", "--fixtures", "--markers", "--version", "-V", "--cache-show")


def default_workers(arguments: Iterable[str]) -> list[str]:
    """Return `-n auto`, which a later `-n` overrides, or `-n 0` for a look inside a scenario."""
    inside = os.environ.get("PWDEBUG") or any(
        argument.partition("=")[0] in _ONE_PROCESS for argument in arguments
    )
    return ["-n", "0" if inside else "auto"]


def needs_found_browser(arguments: Sequence[str]) -> bool:
    """Say whether a Chromium of ours will be started, and not another browser, or none."""
    for argument in arguments:
        name, _, value = argument.partition("=")
        if name in (*_NO_BROWSER, "--browser-channel") or (name == "--browser" and value in _OTHERS):
            return False
    pairs = pairwise(arguments)
    return not any(option == "--browser" and value in _OTHERS for option, value in pairs)


def from_repository(arguments: Sequence[str], *, caller: Path) -> list[str]:
    """Make paths that are meant from `caller`, the user's folder, absolute: pytest runs in the repository."""
    if caller == ROOT:
        return list(arguments)
    placed = []
    before = ""
    for argument in arguments:
        option, equals, value = argument.partition("=") if argument.startswith("--") else ("", "", argument)
        path, colons, rest = value.partition("::")
        is_path = bool(path) and not path.startswith("-") and before not in _WORDS_FOLLOW
        if is_path and is_there(caller / path):
            placed.append(f"{option}{equals}{caller / path}{colons}{rest}")
        else:
            placed.append(argument)
        before = argument
    return placed


def as_selection(arguments: Sequence[str], *, caller: Path) -> list[str]:
    """Make of feature files and folders, also with lines, and of tags what pytest understands."""
    told = []
    words = deque(arguments)
    while words:
        word = words.popleft()
        option, equals, value = word.partition("=")
        if option in _SELECTING:
            # In one word, for pytest takes one that begins with @ for a file with arguments.
            value = value if equals else words.popleft() if words else ""
            told.append(f"{option}={_placed(value, caller) if option == '--features' else value}")
        elif word == _WEATHER:
            # Likewise, for pytest takes a path that follows for kinds of weather.
            has_kinds = bool(words) and not (words[0].startswith("-") or "/" in words[0] or "." in words[0])
            told.append(f"{_WEATHER}={words.popleft() if has_kinds else ALL}")
        elif word in _WORDS_FOLLOW:
            told += [word, *([words.popleft()] if words else [])]
        elif _is_feature(word, caller):
            told.append(f"--features={_placed(word, caller)}")
        else:
            told.append(word)
    return told


def selects_scenarios(arguments: Iterable[str]) -> bool:
    """Say whether scenarios are chosen by tag or place, so that no other test will be run."""
    return any(argument.partition("=")[0] in _SELECTING for argument in arguments)


def _is_feature(argument: str, caller: Path) -> bool:
    if argument.startswith("-"):
        return False
    path, _ = _split_place(argument)
    if path.endswith(".feature"):
        return True
    features = ROOT / "features"
    for base in (caller, ROOT):
        place = (base / path).resolve()
        # A word that stands for no path could still be that of an option.
        if ("/" in path or (is_there(place) and place.is_dir())) and (
            place == features or features in place.parents
        ):
            return True
    return False


def _placed(place: str, caller: Path) -> str:
    path, lines = _split_place(place)
    return f"{caller / path}{lines}" if path and is_there(caller / path) else place


def _split_place(place: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.+?)((?::\d+)*)", place)
    return (match[1], match[2]) if match else (place, "")


def call_pytest(arguments: Sequence[str], plugins: Sequence[object] = ()) -> int:
    """Run pytest and return its exit code."""
    import pytest  # noqa: PLC0415 - a tenth of a second that help need not spend

    # Said outright, for pytest would else conclude it from its arguments, a target's file among them.
    project = ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={ROOT}"]

    try:
        early = [word for plugin in _EARLY_PLUGINS for word in ("-p", plugin)]
        code = int(pytest.main([*project, *early, *arguments], plugins=list(plugins)))
        sys.stdout.flush()
    except BrokenPipeError:  # as in `./run e2e | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def caller_folder() -> Path:
    """Return the folder the user is in, and go to the repository."""
    caller = Path.cwd()
    os.chdir(ROOT)
    return caller
