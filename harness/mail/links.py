"""The links that a reader of a mail can follow."""

import re

from harness.mail.html_tags import start_tags

# Where a link in running text ends for certain: blanks, what may not stand in an address unescaped, quotation
# marks, marks of direction and width that nobody sees, and the punctuation of languages that need no blank.
_STOP = (
    r"\s<>\"`"
    r"\u00ab\u00bb\u2018-\u201f\u2039\u203a"
    r"\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
    r"\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
)
# Two links with nothing but punctuation between them; a link that is a value in another one (`?to=…`) stays.
_NEXT = r"[,;|)\]}*](?:https?|ftp)://|\]\("
_LINK = re.compile(
    rf"(?:https?://|ftp://|(?<![\w@.:/-])www\.)(?=[\w\[%])(?:(?!{_NEXT})[^{_STOP}])+", re.IGNORECASE
)
_BRACKETED = re.compile(r"<(?:URL:)?\s*((?:https?|ftp)://[^<>\"]{1,4000})>", re.IGNORECASE)
_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")
_TRAILING = ".,;:!?'*\u2026"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def text_links(text: str) -> tuple[str, ...]:
    """Return the different web links of a plain text, in order, as mail programs make them clickable.

    Punctuation after a link and a bracket that closes around it are not part of it. A link in angle brackets
    may run over several lines (RFC 3986, appendix C).
    """
    joined = _BRACKETED.sub(lambda link: f"<{_BREAK.sub('', link[1])}>", text)
    return tuple(dict.fromkeys(_without_trailing_punctuation(link) for link in _LINK.findall(joined)))


def html_links(source: str) -> tuple[str, ...]:
    """Return the different targets of an HTML text's links, in order, decoded (`&amp;` is `&`)."""
    return tuple(
        dict.fromkeys(
            clean_url(value)
            for tag in start_tags(source)
            for name, value in tag.attributes
            if is_link(tag.name, name)
        )
    )


def is_link(tag: str, attribute: str) -> bool:
    """Say whether a reader follows this attribute by a click; Outlook's VML shapes (`v:rect`) are buttons."""
    return attribute in {"href", "xlink:href"} and (tag in {"a", "area"} or tag.startswith("v:"))


def clean_url(value: str) -> str:
    """Drop what browsers drop from an address before they read it: blanks around it, line breaks, tabs."""
    return re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(0x21))))


def _without_trailing_punctuation(link: str) -> str:
    surplus = {closing: link.count(closing) - link.count(opening) for closing, opening in _BRACKETS.items()}
    end = len(link)
    while end:
        last = link[end - 1]
        if last in _BRACKETS and surplus[last] > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return link[:end]
