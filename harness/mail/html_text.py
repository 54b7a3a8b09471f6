"""The words of an HTML text, for lists and searches; nobody tests anything by them."""

import html
import re

_UNSEEN = re.compile(
    r"<(script|style|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^>]*>?")


def visible_text(source: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", source))).split())
