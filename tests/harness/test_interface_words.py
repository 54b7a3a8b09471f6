from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness import interface_words, rulebook
from harness.interface_words import InterfaceWords
from harness.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_GOOD = 'words = ["page"]\n[[allowed]]\nword = "page"\nrules = ["HUP-BUY-6"]\nreason = "It is about pages."\n'


def test_own_words_are_forbidden_but_where_a_rule_is_about_them() -> None:
    own = interface_words.load(interface_words.path_for(ROOT))
    assert {"button", "click", "page"} <= set(own.words)
    assert len(own.words) == len(set(own.words))
    assert "HUP-BUY-6" in own.rules_that_allow("click")
    assert own.rules_that_allow("click") <= rulebook.load().keys()


def test_words_count_in_every_form_but_not_as_parts_of_others() -> None:
    words = InterfaceWords(words=("button", "click", "press", "page", "Check your inbox", "drop-down"))
    for text, found in {
        "Two buttons": ["button"],
        "She CLICKED, then clicks": ["click"],
        "pressing presses": ["press"],
        "paged": ["page"],
        "a drop-down": ["drop-down"],
        'told "check your inbox".': ["Check your inbox"],
        "pagers, buttonholes, express, suppress, checks the inbox": [],
    }.items():
        assert list(words.in_text(text)) == found, text


def test_no_file_has_no_words(tmp_path: Path) -> None:
    assert interface_words.load(tmp_path / "none.toml") == InterfaceWords()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('words = ["page"]', "words =", "Invalid value"),
        ('rules = ["HUP-BUY-6"]', "rules = []", "allowed.0.rules: Tuple should have at least 1 item"),
        ('reason = "It is about pages."', "", "allowed.0.reason: Field required"),
        ('reason = "It is about pages."', 'reason = ""', "allowed.0.reason: String should have at least 1"),
        ("[[allowed]]", "[[alowed]]", "alowed: Extra inputs are not permitted"),
    ],
)
def test_flaw_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(_GOOD)
    assert interface_words.load(path).rules_that_allow("page") == {"HUP-BUY-6"}
    path.write_text(_GOOD.replace(old, new))
    with pytest.raises(interface_words.InterfaceWordsError) as raised:
        interface_words.load(path)
    assert str(path) in str(raised.value)
    assert told in str(raised.value)
