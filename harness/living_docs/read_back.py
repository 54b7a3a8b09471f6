"""What a site says of a run, taken from its pages: from the words that a reader sees there."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from harness.integrity.told import Told

if TYPE_CHECKING:
    from pathlib import Path

_NODE: Final = re.compile(r'<main [^>]*\bdata-node="([^"]*)"')
_WORD: Final = re.compile(r'<span class="word" data-of="(scenario|step)">([^<]*)</span>')


def read_back(into: Path) -> dict[str, Told]:
    """Return what the page of each scenario tells, by the scenario's node id.

    OSError where a page cannot be read. A page that does not say whose it is, is left out; a scenario that
    has no word for its state has the state "".
    """
    told = {}
    for page in sorted((into / "scenarios").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        node = _NODE.search(text)
        if node is None:
            continue
        words = [(of, html.unescape(word)) for of, word in _WORD.findall(text)]
        states = [word for of, word in words if of == "scenario"]
        told[html.unescape(node[1])] = Told(
            status=states[0] if states else "", steps=tuple(word for of, word in words if of == "step")
        )
    return told
