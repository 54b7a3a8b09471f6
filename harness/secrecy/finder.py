"""Finds thousands of secrets, in all their forms: fast, for most of what is written is no secret.

Almost every form of a secret has a long run of letters and digits, as prose and mark-up have few. So only
such runs are looked at closely, by an automaton (Aho-Corasick) of how the secrets' own runs begin; what it
finds is then compared to the end. Automata cannot grow: new secrets get a small one of their own, and those
of like size are made one, so that each secret is built in a few times, however many follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import ahocorasick  # type: ignore[import-not-found]

from harness.secrecy.forms import CANONICAL, forms_of

if TYPE_CHECKING:
    from harness.secrecy.forms import Form
    from harness.secrecy.registry import Registry, Secret

_RUN: Final = re.compile(rb"[A-Za-z0-9_%=-]+")
_IN_RUN: Final = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_%=-"
_CLASSES: Final = bytes(ord("a") if each in _IN_RUN else ord(" ") for each in range(256))
_SHORTEST_RUN: Final = 6
_LONGEST_RUN: Final = 32
_KEY: Final = 8
_GROWTH: Final = 2
_MOST_REMEMBERED: Final = 32 * 1024 * 1024
"""Bytes of runs known to hold no secret; most runs stand in many files."""


@dataclass(frozen=True, slots=True)
class Match:
    """Bytes from `start` to before `end` are the secret in that form."""

    start: int
    end: int
    secret: Secret
    form: Form


@dataclass(frozen=True, slots=True)
class _Wanted:
    secret: Secret
    form: Form
    key: str
    offset: int
    """Of the key in the form's pattern."""


class _Level:
    def __init__(self, wanted: list[_Wanted]) -> None:
        self.wanted = wanted
        self.automaton = ahocorasick.Automaton()
        by_key: dict[str, list[_Wanted]] = {}
        for each in wanted:
            by_key.setdefault(each.key, []).append(each)
        for key, those in by_key.items():
            self.automaton.add_word(key, those)
        self.automaton.make_automaton()


class Finder:
    """Looks for whatever its registry holds at that time. For one thread."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._taken = 0
        self._levels: list[_Level] = []
        self._without_run: list[_Wanted] = []
        self._least = _LONGEST_RUN
        self._runs = _runs_of(self._least)
        self._harmless: set[bytes] = set()
        self._remembered = 0

    def matches(self, data: bytes) -> list[Match]:
        """Return all, in order, also those within others."""
        self._update()
        canonical = data.translate(CANONICAL)
        found = set(self._direct(canonical))
        if self._levels:
            for run in self._runs.finditer(canonical.translate(_CLASSES)):
                found.update(self._in_run(canonical, run.start(), run.end()))
        return sorted(found, key=lambda match: (match.start, -match.end))

    def holds_any(self, data: bytes) -> bool:
        """Say whether `matches` is worth asking: never wrongly no, hardly ever wrongly yes."""
        self._update()
        canonical = data.translate(CANONICAL)
        if any(True for _ in self._direct(canonical)):
            return True
        if not self._levels:
            return False
        classes = canonical.translate(_CLASSES)
        runs = {canonical[run.start() : run.end()] for run in self._runs.finditer(classes)}
        return any(self._is_suspect(run) for run in runs - self._harmless)

    def _is_suspect(self, run: bytes) -> bool:
        text = run.decode("latin-1")
        if any(True for level in self._levels for _ in level.automaton.iter(text)):
            return True
        self._remembered += len(run)
        if self._remembered > _MOST_REMEMBERED:
            self._harmless.clear()
            self._remembered = len(run)
        self._harmless.add(run)
        return False

    def _in_run(self, canonical: bytes, start: int, end: int) -> Iterator[Match]:
        text = canonical[start:end].decode("latin-1")
        for level in self._levels:
            for last, those in level.automaton.iter(text):
                for wanted in those:
                    place = start + last + 1 - len(wanted.key) - wanted.offset
                    pattern = wanted.form.pattern
                    if place >= 0 and canonical.startswith(pattern, place):
                        yield Match(place, place + len(pattern), wanted.secret, wanted.form)

    def _direct(self, canonical: bytes) -> Iterator[Match]:
        for wanted in self._without_run:
            pattern = wanted.form.pattern
            place = canonical.find(pattern)
            while place >= 0:
                yield Match(place, place + len(pattern), wanted.secret, wanted.form)
                place = canonical.find(pattern, place + 1)

    def _update(self) -> None:
        new = self._registry.secrets[self._taken :]
        if not new:
            return
        self._taken += len(new)
        self._harmless.clear()
        self._remembered = 0
        wanted: list[_Wanted] = []
        for secret in new:
            for form in forms_of(secret.value):
                run = max(_RUN.finditer(form.pattern), key=lambda run: run.end() - run.start(), default=None)
                length = run.end() - run.start() if run else 0
                if run is None or length < _SHORTEST_RUN:
                    self._without_run.append(_Wanted(secret, form, "", 0))
                else:
                    wanted.append(_Wanted(secret, form, run[0][:_KEY].decode("latin-1"), run.start()))
                    self._least = min(self._least, length)
        self._runs = _runs_of(self._least)
        while self._levels and len(self._levels[-1].wanted) <= _GROWTH * len(wanted):
            wanted = self._levels.pop().wanted + wanted
        if wanted:
            self._levels.append(_Level(wanted))


def _runs_of(least: int) -> re.Pattern[bytes]:
    # Written out, for then the engine skips to it as to any word.
    return re.compile(b"a" * least + b"a*")
