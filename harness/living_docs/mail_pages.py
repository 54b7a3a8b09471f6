"""Mails as a reader may look at them: each on a page of its own where nothing runs, loads or leads away."""

from __future__ import annotations

import hashlib
import html
import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import nh3

from harness.mail.bodies import attachment_names
from harness.mail.links import clean_url, html_links, text_links
from harness.mail.message import read_message
from harness.mail.parsing import parse

if TYPE_CHECKING:
    from harness.living_docs.site_files import SiteFiles
    from harness.mail.message import Message
    from harness.report.model import Mail

MOST_HTML: Final = 200_000
MOST_TEXT: Final = 8_000
"""Characters of a mail's parts that are shown; the whole mail is linked."""
_MOST_LINKS: Final = 40
_MOST_HEADER: Final = 12_000

_FOLLOWED: Final = "#followed"
_LINK: Final = "#link"
# What mails are laid out with; no property that reaches out of its place or is animated.
_STYLES: Final = frozenset({
    "background", "background-color", "border", "border-bottom", "border-collapse", "border-color",
    "border-left", "border-radius", "border-right", "border-spacing", "border-style", "border-top",
    "border-width", "color", "direction", "display", "font", "font-family", "font-size", "font-style",
    "font-weight", "height", "letter-spacing", "line-height", "list-style", "margin", "margin-bottom",
    "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-width", "padding",
    "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align", "text-decoration",
    "text-transform", "vertical-align", "white-space", "width", "word-break",
})  # fmt: skip
_WITH_ADDRESS: Final = re.compile(r"[^;]*\burl\([^;]*", re.IGNORECASE)
"""A declaration that would load something, if the page's policy let it."""
_ON_EACH: Final = {"style", "dir", "lang", "align", "valign", "bgcolor", "width", "height"}
_OF_TABLES: Final = {"cellpadding", "cellspacing", "border", "colspan", "rowspan", "role"}
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
body {{ margin: 16px; font: 16px/1.5 system-ui, sans-serif; color: #1c1b1a; background: #fff;
  overflow-wrap: anywhere }}
img {{ max-width: 100% }}
a[href="#followed"] {{ outline: 3px solid #b45309; outline-offset: 3px }}
a[href="#followed"]::after {{ content: " \\2190  followed"; font-weight: 600 }}
</style>
<body>
{body}
</body>
</html>
"""


@dataclass
class MailView:
    """What the page of a scenario shows of a mail."""

    mail: Mail
    page: str | None = None
    """The page with its HTML part, from the top of the site."""
    raw: str | None = None
    """The mail as it arrived, from the top of the site."""
    text: str | None = None
    headers: str = ""
    links: list[tuple[str, bool]] = field(default_factory=list)
    """Addresses, each with whether it was followed."""
    attachments: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """What is not shown."""


class MailPages:
    """Writes the pages of mails, each once."""

    def __init__(self, files: SiteFiles) -> None:
        self._files = files
        self._written: dict[str, str | None] = {}
        self._read: dict[str, Message | None] = {}

    def view(self, mail: Mail) -> MailView:
        """Put the mail into the site; one that cannot be read is told by what is known of it."""
        view = MailView(mail, raw=mail.file if self._files.take(mail.file) else None)
        message = self._message(mail.file)
        if message is None:
            view.words.append("The mail itself was not kept.")
            return view
        view.headers = _head(message)
        view.attachments = [name or "without a name" for name in attachment_names(parse(message.raw))]
        if message.text is not None:
            view.text = message.text[:MOST_TEXT]
            if len(message.text) > MOST_TEXT:
                view.words.append(_cut("text", len(message.text), MOST_TEXT))
        if message.html is not None:
            page, told = self._page(mail, message)
            view.page = page
            view.words += told
        shown = message.html[:MOST_HTML] if message.html else ""
        found = dict.fromkeys([*html_links(shown), *text_links(view.text or ""), *mail.followed])
        view.links = [(link, link in mail.followed) for link in found][:_MOST_LINKS]
        return view

    def _message(self, file: str) -> Message | None:
        if file not in self._read:
            raw = self._files.read(file)
            self._read = {file: read_message(file, raw) if raw is not None else None}  # of the last one only
        return self._read[file]

    def _page(self, mail: Mail, message: Message) -> tuple[str, list[str]]:
        source = message.html or ""
        cleaned, images = cleaned_html(source[:MOST_HTML], frozenset(mail.followed))
        told = [_cut("HTML", len(source), MOST_HTML)] if len(source) > MOST_HTML else []
        if images:
            told.append(f"{images} image{' is' if images == 1 else 's are'} not loaded.")
        name = mail.file.removesuffix(".eml")
        if mail.followed:
            name += "-" + hashlib.sha256("\n".join(mail.followed).encode()).hexdigest()[:8]
        name += ".html"
        if name not in self._written:
            self._written[name] = None
            title = html.escape(mail.subject or "A mail without a subject")
            self._files.write(name, _PAGE.format(policy=_POLICY, title=title, body=cleaned))
        return name, told


def cleaned_html(source: str, followed: frozenset[str] = frozenset()) -> tuple[str, int]:
    """Return a mail's HTML without all that acts, loads or leads away, and how many images it has lost.

    Links lead nowhere; those that were followed are marked.
    """
    lost = 0

    def keep(tag: str, attribute: str, value: str) -> str | None:
        nonlocal lost
        if attribute == "href":
            return _FOLLOWED if clean_url(value) in followed else _LINK
        if (tag, attribute) == ("img", "src") and not value.strip().lower().startswith("data:image/"):
            lost += 1
            return None
        return _WITH_ADDRESS.sub("", value) if attribute == "style" else value

    attributes = deepcopy(nh3.ALLOWED_ATTRIBUTES)
    attributes["*"] = set(_ON_EACH)
    for tag in ("table", "td", "th", "tr"):
        attributes[tag] = attributes.get(tag, set()) | _OF_TABLES
    attributes["a"] = {"href"}
    attributes["img"] = {"src", "alt"}
    cleaned = nh3.clean(
        source,
        tags=nh3.ALLOWED_TAGS | {"center", "font", "table", "thead", "tbody", "tfoot", "tr", "td", "th"},
        attributes=attributes,
        attribute_filter=keep,
        url_schemes=nh3.ALLOWED_URL_SCHEMES | {"data", "cid"},
        filter_style_properties=set(_STYLES),
        link_rel="noopener noreferrer nofollow",
    )
    return cleaned, lost


def _head(message: Message) -> str:
    head = message.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("utf-8", "replace")
    return head[:_MOST_HEADER] + ("\n…" if len(head) > _MOST_HEADER else "")


def _cut(part: str, length: int, most: int) -> str:
    return f"Of its {part}, {most:,} of {length:,} characters are shown; the whole mail is linked."
