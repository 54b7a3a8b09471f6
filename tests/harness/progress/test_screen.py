from __future__ import annotations

import io
import os
import threading
from typing import TYPE_CHECKING

import pytest

from harness.progress.screen import Screen, cut

if TYPE_CHECKING:
    from tests.harness.progress.conftest import Terminal


class _Stream(io.StringIO):
    """A stream without a descriptor, that claims to be somebody's terminal."""

    encoding = "utf-8"

    def __init__(self, terminal: Terminal) -> None:
        super().__init__()
        self._terminal = terminal

    def write(self, text: str) -> int:
        self._terminal.feed(text)
        return len(text)

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr(
        Screen, "size", property(lambda _: (terminal.columns, 24))
    )  # a stream in memory has no size of its own
    return Screen(_Stream(terminal), live=True)


def test_area_stays_below_what_is_written(screen: Screen, terminal: Terminal) -> None:
    screen.write("header\n")
    screen.show(["gw0 working", "1/3"])
    screen.write("first line\n")
    screen.show(["gw0 next", "2/3"])
    screen.add_line("second line")
    assert terminal.screen == "header\nfirst line\nsecond line\ngw0 next\n2/3"
    screen.hide()
    assert terminal.screen == "header\nfirst line\nsecond line"


def test_area_that_shrinks_leaves_nothing_behind(screen: Screen, terminal: Terminal) -> None:
    screen.show(["one", "two", "three"])
    screen.show(["last"])
    assert terminal.screen == "last"


def test_area_waits_until_a_line_is_whole(screen: Screen, terminal: Terminal) -> None:
    screen.write("collecting ... ")
    screen.show(["area"])
    assert terminal.screen == "collecting ..."
    screen.write("\rcollected 3 items\n")
    assert terminal.screen == "collected 3 items\narea"


def test_own_line_begins_anew_behind_half_a_line(screen: Screen, terminal: Terminal) -> None:
    screen.write("half")
    screen.add_line("own")
    assert terminal.screen == "half\nown"


def test_lines_are_cut_to_the_window(screen: Screen, terminal: Terminal) -> None:
    screen.show(["x" * 200, "\x1b[31m" + "y" * 200 + "\x1b[0m"])
    screen.show(["done"])
    assert terminal.screen == "done"


def test_window_made_narrower_leaves_nothing_behind(screen: Screen, terminal: Terminal) -> None:
    screen.write("header\n")
    screen.show(["a" * 55, "b" * 55, "c"])
    terminal.reflow(20)
    screen.show(["d" * 55, "e"])
    assert terminal.screen == "header\n" + "d" * 18 + "…\ne"


def test_paused_area_leaves_the_terminal_alone(screen: Screen, terminal: Terminal) -> None:
    screen.show(["area"])
    screen.pause()
    screen.write("(Pdb) \n")
    screen.show(["area"])
    assert terminal.screen == "(Pdb)"
    screen.resume()
    screen.show(["area"])
    assert terminal.screen == "(Pdb)\narea"


def test_log_has_no_area_and_no_sequences() -> None:
    stream = io.StringIO()
    screen = Screen(stream, live=False)
    screen.show(["area"])
    screen.write("line\n")
    screen.add_line("own")
    screen.hide()
    assert stream.getvalue() == "line\nown\n"


def test_output_of_a_test_is_not_mixed_with_ours() -> None:
    """While pytest captures, descriptor and stream lead elsewhere; the screen keeps to where it began."""
    reader, writer = os.pipe()
    stream = os.fdopen(writer, "w", encoding="utf-8")
    screen = Screen(stream, live=False)
    elsewhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(elsewhere, stream.fileno())  # as pytest does with --capture=fd
    screen.add_line("seen")
    screen.close()
    stream.close()
    os.close(elsewhere)
    with os.fdopen(reader, encoding="utf-8") as output:
        assert output.read() == "seen\n"


def test_closed_screen_writes_to_the_stream_itself() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, encoding="utf-8") as output:
        with os.fdopen(writer, "w", encoding="utf-8") as stream:
            screen = Screen(stream, live=False)
            screen.close()
            screen.close()
            screen.write("late\n")
            screen.flush()
        assert output.read() == "late\n"


def test_threads_do_not_break_each_others_lines(screen: Screen, terminal: Terminal) -> None:
    def write(name: str) -> None:
        for number in range(50):
            screen.add_line(f"{name} {number}")
            screen.show([f"area {name}"])

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    screen.hide()
    expected = {f"{name} {number}" for name in "abc" for number in range(50)}
    assert set(terminal.screen.splitlines()) == expected


@pytest.mark.parametrize(
    ("line", "columns", "expected"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("much too long", 8, "much to…"),
        ("日本語日本語", 7, "日本語…"),
        ("\x1b[31mmuch too long\x1b[0m end", 8, "\x1b[31mmuch to…\x1b[0m"),
        ("abc", 1, "…"),
    ],
)
def test_cut_counts_cells_not_characters(line: str, columns: int, expected: str) -> None:
    assert cut(line, columns) == expected
