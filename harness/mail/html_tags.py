"""The tags of an HTML text as a browser tells them apart (WHATWG HTML, chapter "Tokenization").

The standard library's `html.parser` reads some markup otherwise than browsers do, each release in its own
way: in some, `<!-->` hides all that follows from it, and `&copy=1` in a link becomes `©=1`. A link that
it does not see is a link that no test checks, and a mail must fare the same under every Python.
"""

import html
import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*)")
_BETWEEN_ATTRIBUTES = re.compile(r"[\t\n\f\r /]*")
_ATTRIBUTE_NAME = re.compile(r"=?[^\t\n\f\r />=]*")
_BEFORE_VALUE = re.compile(r"[\t\n\f\r ]*=[\t\n\f\r ]*")
_BARE_VALUE = re.compile(r"[^\t\n\f\r >]*")
_COMMENT_END = re.compile(r"--!?>")
_SHORT_COMMENT = re.compile(r"<!--(-?>)")
# Outlook reads what stands in these comments.
_CONDITIONAL_COMMENT = re.compile(r"<!--\s*\[if\b[^\]]{0,200}\]>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*(?:;|(?!=)))")
# Their content is text up to their own end tag.
_TEXT_ELEMENTS = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"})


@dataclass(frozen=True, slots=True)
class StartTag:
    name: str
    attributes: tuple[tuple[str, str], ...]
    """In order, names in lower case, values decoded; a name may stand twice."""
    content: str = ""
    """What follows up to its end tag, for elements that hold text only (style, script, title …)."""


def start_tags(source: str) -> Iterator[StartTag]:
    """Yield the start tags of a text, those in Outlook's conditional comments as well.

    Tags inside elements that hold text only are yielded too: some mail programs show them.
    """
    position = 0
    text_end = 0  # up to here we are inside such an element, and nothing in it reaches beyond
    while (start := source.find("<", position)) >= 0:
        in_text = start < text_end
        attributes: tuple[tuple[str, str], ...] = ()
        tag = _TAG.match(source, start)
        if tag:
            attributes, position = _attributes(source, tag.end())
        elif source.startswith("<!--", start):
            position = _skip_comment(source, start)
        elif source.startswith(("<!", "<?", "</"), start):
            position = _after(source, ">", start)
        else:
            position = start + 1
        if in_text:
            position = min(position, text_end)
        if tag and not tag["end"]:
            name, content = tag["name"].lower(), ""
            if name in _TEXT_ELEMENTS and not in_text:
                text_end = _end_of_text(source, name, position)
                content = source[position:text_end]
            yield StartTag(name, attributes, content)


def _attributes(source: str, position: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """Read a tag from behind its name; return its attributes and the position after its `>`.

    A tag that never ends has no attributes, and nothing comes after it: browsers drop it.
    """
    attributes: list[tuple[str, str]] = []
    while (position := _match_end(_BETWEEN_ATTRIBUTES, source, position)) < len(source):
        if source[position] == ">":
            return tuple(attributes), position + 1
        start, position = position, _match_end(_ATTRIBUTE_NAME, source, position)
        name, value = source[start:position].lower(), ""
        if equals := _BEFORE_VALUE.match(source, position):
            start = equals.end()
            quote = source[start : start + 1]
            if quote in {'"', "'"}:
                start += 1
                closing = source.find(quote, start)
                if closing < 0:
                    break
                value, position = source[start:closing], closing + 1
            else:
                position = _match_end(_BARE_VALUE, source, start)
                value = source[start:position]
        attributes.append((name, _REFERENCE.sub(_decode, value)))
    return (), len(source)


def _skip_comment(source: str, start: int) -> int:
    if opening := _SHORT_COMMENT.match(source, start) or _CONDITIONAL_COMMENT.match(source, start):
        return opening.end()
    end = _COMMENT_END.search(source, start + len("<!--"))
    return end.end() if end else len(source)


def _end_of_text(source: str, name: str, start: int) -> int:
    end = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(source, start)
    return end.start() if end else len(source)


def _after(source: str, mark: str, start: int) -> int:
    """Return the position after the next mark, or the end: what is never closed reaches to the end."""
    found = source.find(mark, start)
    return len(source) if found < 0 else found + len(mark)


def _match_end(pattern: re.Pattern[str], source: str, position: int) -> int:
    found = pattern.match(source, position)
    return found.end() if found else position


def _decode(reference: re.Match[str]) -> str:
    text = reference[0]
    # A name without its semicolon counts only if it is one of the old ones, as a whole.
    return html.unescape(text) if text[1] == "#" or text[1:] in html.entities.html5 else text
