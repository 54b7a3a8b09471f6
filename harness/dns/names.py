"""Which name answers what."""

from __future__ import annotations

from typing import Final

from harness.dns.answers import Answer, Labels

_NO_DATA: Final = Answer(kind="no-data")
_NO_SUCH_NAME: Final = Answer(kind="no-such-name")


class Names:
    """The names that somebody has set. All others do not exist, but for those that a set one is below of."""

    def __init__(self) -> None:
        self._answers: dict[Labels, Answer] = {}

    def set(self, labels: Labels, answer: Answer) -> None:
        self._answers[labels] = answer

    def clear(self, labels: Labels) -> bool:
        """Say whether there was anything to forget."""
        return self._answers.pop(labels, None) is not None

    def set_answer(self, labels: Labels) -> Answer | None:
        """Return what was set for exactly this name."""
        return self._answers.get(labels)

    def answer(self, labels: Labels) -> Answer:
        """Return what the name answers, set or not."""
        found = self._answers.get(labels)
        if found is not None:
            return found
        # A name with another one below it exists, though it has no records (RFC 8020).
        size = len(labels)
        has_below = any(each[-size:] == labels for each in self._answers) if size else True
        return _NO_DATA if has_below else _NO_SUCH_NAME
