"""Whether two sources do the same, which decides on whether a mutant is worth a run."""

from __future__ import annotations

import pytest

from faults.mutants.sameness import fingerprint

IN_A_SET = "def f(x):\n    return x in {{{}, 'a', 'b'}}\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 1\n", "x  =  1  # a comment\n\n"),
        ('def f():\n    """One."""\n    return 1\n', 'def f():\n    """Other."""\n    return 1\n'),
        ("def f(x: int | None): pass\n", "def f(x: int & None): pass\n"),
        ("def f(*x: int, **y: int): pass\n", "def f(*x: str, **y: str): pass\n"),
        ("def f() -> int | None: pass\n", "def f() -> int & None: pass\n"),
        ("class A:\n    x: int | None = 1\n", "class A:\n    x: int & None = 1\n"),
        (IN_A_SET.format(1), "def f(x):\n    return x in {'b', 'a', 1}\n"),
    ],
)
def test_what_does_the_same(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 1\n", "x = 2\n"),
        ("x = 1\n", "x = 1.0\n"),
        ("x = 1\n", "x = True\n"),
        ("x = (1, 2)\n", "x = (True, 2)\n"),
        (IN_A_SET.format(1), IN_A_SET.format(True)),
        ("x = 1\n", "y = 1\n"),
        ("x = y + z\n", "x = y - z\n"),
        ("def f(x=1): pass\n", "def f(x=2): pass\n"),
        ("def f(x): pass\n", "def f(*, x): pass\n"),
        ("def f():\n    def g():\n        return 1\n", "def f():\n    def g():\n        return 2\n"),
        ("class A:\n    x: int = 1\n", "class A:\n    x = 1\n"),
        ("class A:\n    x: int = 1\n", "class A:\n    x: int = 2\n"),
        ("def f(x):\n    assert x > 1\n", "def f(x):\n    assert x >= 1\n"),
        ("def f(x):\n    assert x, 'a'\n", "def f(x):\n    assert x, 'b'\n"),
    ],
)
def test_what_does_something_else(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize("source", ["x = = 1\n", "return 1\n", "def f(x, x): pass\n"])
def test_what_is_no_python(source: str) -> None:
    with pytest.raises(SyntaxError):
        fingerprint(source)
