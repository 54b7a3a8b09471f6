"""Looking for words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def has_words(text: str, words: Iterable[str]) -> bool:
    """Say whether the text has a word that begins so, for each of them: `age` is in `aged`, not in `page`."""
    return all(re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE) for word in words)
