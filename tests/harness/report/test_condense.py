from __future__ import annotations

import pytest

from harness.report.condense import clip, condense, in_one_line

_CALL_LOG = """\
Locator expected to be visible
Actual value: None
Error: element(s) not found
Call log:
  - Expect "to_be_visible" with timeout 15000ms
  - waiting for get_by_role("heading", name="Thank you")
  -   33 \u00d7 locator resolved to <h1>Checkout</h1>
      - unexpected value "hidden"
  -   locator resolved to <h1>Checkout</h1>

Aria snapshot:
- main:
  - heading "Checkout" [level=1]
"""
_LONG_TEXTS = """\
Locator expected to have text 'Check your inbox
We have sent a mail to the address that you have entered.
It has a link.'
Actual value: Check your inbox
We have sent a mail to the address that you had entered.
It has a link.
Call log:
  - waiting for get_by_role("main")
"""


def test_call_log_is_cut_to_what_was_waited_for_and_found() -> None:
    assert condense(_CALL_LOG, lines=10, width=80) == [
        "Locator expected to be visible",
        "Actual value: None",
        "Error: element(s) not found",
        '  waiting for get_by_role("heading", name="Thank you")',
        "  locator resolved to <h1>Checkout</h1>",
    ]


def test_long_texts_are_cut_to_where_they_part() -> None:
    lines = condense(_LONG_TEXTS, lines=10, width=70)
    assert "They part at: ' address that you have entered. It has a link.'" in lines
    assert "        here: ' address that you had entered. It has a link.'" in lines
    assert lines[-1] == '  waiting for get_by_role("main")'
    assert all(len(line) <= 70 for line in lines)


def test_message_keeps_its_start() -> None:
    message = "\n".join(f"line {number}" for number in range(50))
    assert condense(message, lines=4, width=80) == ["line 0", "line 1", "line 2", "… 47 more lines"]


@pytest.mark.parametrize("message", [_CALL_LOG, _LONG_TEXTS, "long\n" * 50])
def test_what_the_weather_did_is_never_cut_off(message: str) -> None:
    weather = "weather: mail to anna@x.test: 451 at RCPT"
    fair = condense(message, lines=10, width=80)
    foul = condense(f"{message}{weather}", lines=10, width=80)
    assert len(foul) <= 10
    assert foul[-1] == weather
    assert foul[:-2] == fair[: len(foul) - 2]


def test_wide_line_is_wrapped_once_then_cut() -> None:
    rows = condense("  " + "word " * 100, lines=10, width=40)
    assert len(rows) == 2
    assert rows[0].startswith("  word")
    assert rows[1].startswith("  word")
    assert rows[1].endswith("…")
    assert all(len(row) <= 40 for row in rows)


def test_word_without_end_is_cut() -> None:
    assert all(len(row) <= 40 for row in condense("x" * 500, lines=5, width=40))


def test_blank_lines_do_not_pile_up() -> None:
    assert condense("\n\na\n\n\n\nb\n\n", lines=10, width=40) == ["a", "", "b"]


def test_colours_are_taken_out() -> None:
    assert condense("\x1b[31mred\x1b[39m", lines=3, width=40) == ["red"]


def test_one_line_joins_an_expectation_and_else_takes_the_first() -> None:
    expected = "Locator expected to have text 'Check your inbox We have sent a mail to the address that…"
    assert in_one_line(_LONG_TEXTS, 89) == expected
    shown = 'Locator expected to be visible: get_by_role("heading", name="Thank you")'
    assert in_one_line(_CALL_LOG, 89) == shown
    assert in_one_line("\n  first\nsecond", 80) == "first"
    assert in_one_line("", 80) == ""


def test_clip_leaves_what_fits() -> None:
    assert clip("abc", 3) == "abc"
    assert clip("abcd", 3) == "ab…"
