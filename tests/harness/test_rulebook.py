from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness import rulebook

if TYPE_CHECKING:
    from pathlib import Path

_GOOD = """# Book
## Buying
### HUP-BUY-1: Sign up
*From the FAQ*

One starts here.
It takes two lines.

### HUP-BUY-2: Confirm
*Derived*

A mail comes.
"""


def test_own_rulebook_has_the_fifty_rules() -> None:
    rules = rulebook.load()
    assert len([rule for rule in rules.values() if rule.source != "quality"]) == 50
    assert rules["HUP-LINK-4"].source == "derived"
    assert rules["HUP-BUY-2"].source == "faq"
    assert rules["HUP-QUALITY-1"].source == "quality"
    assert rules["HUP-BUY-2"].group == "The purchase, in four steps"
    assert all(rule.text.endswith(".") and rule.title and rule.group for rule in rules.values())


def test_rule_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "book.md"
    path.write_text(_GOOD, encoding="utf-8")
    assert list(rulebook.load(path).values()) == [
        rulebook.Rule("HUP-BUY-1", "Sign up", "One starts here. It takes two lines.", "faq", "Buying", 3),
        rulebook.Rule("HUP-BUY-2", "Confirm", "A mail comes.", "derived", "Buying", 9),
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("### HUP-BUY-2: Confirm", "### Confirm", r"book.md:9: expected a heading such as"),
        ("HUP-BUY-2", "HUP-BUY-1", r"book.md:9: HUP-BUY-1 is already the rule of line 3"),
        ("*Derived*\n", "\n", r"book.md:10: expected .*\*Derived\* or"),
        ("A mail comes.\n", "", r"book.md:9: HUP-BUY-2 has a title but no text"),
        (_GOOD, "# Book\n", r"book.md: holds no rule"),
    ],
)
def test_flaw_is_named_with_its_line(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    path = tmp_path / "book.md"
    path.write_text(_GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(rulebook.RulebookError, match=complaint):
        rulebook.load(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(rulebook.RulebookError, match="cannot be read"):
        rulebook.load(tmp_path / "none.md")


@pytest.mark.parametrize(
    ("tag", "expected"), [("HUP-BUY-2", True), ("slow", False), ("HUP-BUY", False), ("hup-buy-2", False)]
)
def test_form_of_an_id(tag: str, expected: bool) -> None:  # noqa: FBT001
    assert rulebook.is_rule_id(tag) is expected
