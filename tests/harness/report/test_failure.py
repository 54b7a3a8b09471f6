from __future__ import annotations

from pathlib import Path

import pytest

from harness.report.failure import failure_from, message_of

_ROOT = Path(__file__).resolve().parents[3]


def _raised(error: BaseException) -> pytest.ExceptionInfo[BaseException]:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught


def test_class_is_named_where_it_tells_something() -> None:
    assert message_of(ValueError("no such thing")) == "ValueError: no such thing"
    assert message_of(AssertionError("expected x")) == "expected x"
    assert message_of(pytest.fail.Exception("given up")) == "given up"
    assert message_of(RuntimeError()) == "RuntimeError: (no message)"


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("Page.goto: Target crashed", "The page crashed"),
        ("Page.click: Target page, context or browser has been closed", "The browser is gone"),
    ],
)
def test_crashes_are_said_in_plain_words_first(words: str, meaning: str) -> None:
    first, second = message_of(RuntimeError(words)).splitlines()
    assert first.startswith(meaning)
    assert second == f"RuntimeError: {words}"


def test_group_lists_its_members() -> None:
    group = ExceptionGroup("Soft assertion failures", [AssertionError("one"), ValueError("two")])
    assert message_of(group) == "Soft assertion failures\n- one\n- ValueError: two"


def test_cause_is_told_unless_it_is_told_already() -> None:
    error = RuntimeError("no answer")
    error.__cause__ = OSError("connection refused")
    assert message_of(error) == "RuntimeError: no answer\ncaused by OSError: connection refused"
    error.__cause__ = OSError("no answer")
    assert message_of(error) == "RuntimeError: no answer"


def test_place_is_the_innermost_of_the_project() -> None:
    failure = failure_from(_raised(ValueError("x")), phase="call", root=_ROOT)
    assert failure.kind == "ValueError"
    assert failure.places[-1].startswith("tests/harness/report/test_failure.py:")
    assert failure.source == "raise error"
    elsewhere = failure_from(_raised(ValueError("x")), phase="call", root=Path("/nowhere"))
    assert (elsewhere.places, elsewhere.source) == ([], "")
