"""An HTML mail, looked at by somebody who distrusts it: all that it would load, run or send."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from harness.mail.html_tags import StartTag, start_tags
from harness.mail.links import clean_url, is_link

_NESTED_DOCUMENTS = 5
"""A document within a document (`srcdoc`) is looked into this many levels deep."""
_LOADS = frozenset(
    {"archive", "background", "cite", "classid", "code", "codebase", "data", "dynsrc", "href", "icon"}
    | {"imagesrcset", "longdesc", "lowsrc", "manifest", "ping", "poster", "profile", "src", "srcset"}
    | {"usemap", "xlink:href"}
)
_LISTS = frozenset({"srcset", "imagesrcset"})
_FORM_TAGS = frozenset({"button", "form", "input", "keygen", "option", "select", "textarea"})
_REFRESH = re.compile(r"^[\s\d.]*[;,]?\s*(?:url\s*=\s*)?['\"]?\s*(?P<url>[^'\"]*)", re.IGNORECASE)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_URL = re.compile(r"\b(?:url|src)\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\s]*))", re.IGNORECASE)
_CSS_IMPORT = re.compile(r"@import\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_CSS_IMAGE_SET = re.compile(r"image-set\(([^;}]*)", re.IGNORECASE)
_CSS_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that a mail program would fetch to show the mail, or that changes where links lead (base)."""

    tag: str
    attribute: str
    """"" for the content of a style element."""
    url: str

    @property
    def remote(self) -> bool:
        """Whether it comes from outside the mail: not a part of it (cid:), in place (data:) or an anchor."""
        return not self.url.lower().startswith(("cid:", "data:", "#", "about:"))

    def __str__(self) -> str:
        return f"<{self.tag} {self.attribute}> {self.url}" if self.attribute else f"<{self.tag}> {self.url}"


@dataclass(frozen=True, slots=True)
class HtmlInspection:
    links: tuple[str, ...]
    """Targets that a reader can follow, decoded, each once."""
    resources: tuple[Resource, ...]
    scripts: tuple[str, ...]
    """Scripts, event handlers and script addresses, each as "<tag attribute>"."""
    forms: tuple[str, ...]
    """Form elements and attributes that send something, each as "<tag>" or "<tag attribute>"."""

    @property
    def has_script(self) -> bool:
        return bool(self.scripts)

    @property
    def has_form(self) -> bool:
        return bool(self.forms)


def inspect_html(source: str) -> HtmlInspection:
    """List what an HTML text would load, run or send, and where it leads."""
    tags = list(_all_tags(source, _NESTED_DOCUMENTS))
    links = [clean_url(value) for tag in tags for name, value in tag.attributes if is_link(tag.name, name)]
    return HtmlInspection(
        links=tuple(dict.fromkeys(links)),
        resources=tuple(dict.fromkeys(resource for tag in tags for resource in _resources(tag))),
        scripts=tuple(dict.fromkeys(script for tag in tags for script in _scripts(tag))),
        forms=tuple(dict.fromkeys(form for tag in tags for form in _forms(tag))),
    )


def html_resources(source: str) -> tuple[Resource, ...]:
    """Return everything that an HTML text refers to and that its reader does not have to click."""
    return inspect_html(source).resources


def css_urls(css: str) -> tuple[str, ...]:
    """Return what a style sheet or a style attribute loads: url(), src(), @import and image-set()."""
    found: dict[str, None] = {}
    # A comment may split a word, and a word that looks like a comment may stand in an address: look at both.
    for text in (css, _CSS_COMMENT.sub(" ", css)):
        plain = _CSS_ESCAPE.sub(_css_character, text)
        strings = [
            string for images in _CSS_IMAGE_SET.findall(plain) for string in _CSS_STRING.findall(images)
        ]
        for groups in (*_CSS_URL.findall(plain), *_CSS_IMPORT.findall(plain), *strings):
            if url := clean_url("".join(groups)):
                found[url] = None
    return tuple(found)


def _all_tags(source: str, depth: int) -> Iterator[StartTag]:
    for tag in start_tags(source):
        yield tag
        for name, value in tag.attributes:
            if name == "srcdoc" and depth:
                yield from _all_tags(value, depth - 1)


def _resources(tag: StartTag) -> Iterator[Resource]:
    if tag.name == "style":
        yield from (Resource(tag.name, "", url) for url in css_urls(tag.content))
    attributes = dict(reversed(tag.attributes))
    for name, value in tag.attributes:
        if name == "style":
            yield from (Resource(tag.name, name, url) for url in css_urls(value))
        elif name == "srcdoc":
            yield Resource(tag.name, name, "about:srcdoc")
        elif tag.name == "meta" and name == "content":
            if attributes.get("http-equiv", "").strip().lower() == "refresh" and (url := _refresh(value)):
                yield Resource(tag.name, name, url)
        elif name in _LISTS:
            yield from (Resource(tag.name, name, url) for url in _srcset_urls(value))
        elif name in _LOADS and not is_link(tag.name, name) and clean_url(value):
            yield Resource(tag.name, name, clean_url(value))


def _scripts(tag: StartTag) -> Iterator[str]:
    if tag.name == "script":
        yield "<script>"
    for name, value in tag.attributes:
        scheme = re.sub(r"[\x00-\x20]", "", value).lower()
        if re.fullmatch(r"on[a-z]+", name) or scheme.startswith(("javascript:", "vbscript:")):
            yield f"<{tag.name} {name}>"


def _forms(tag: StartTag) -> Iterator[str]:
    if tag.name in _FORM_TAGS:
        yield f"<{tag.name}>"
    yield from (
        f"<{tag.name} {name}>" for name, _ in tag.attributes if name in {"action", "formaction", "form"}
    )


def _srcset_urls(value: str) -> Iterator[str]:
    """Yield the addresses of "a.png 1x, b.png 2x"; they may hold commas, but not end in one."""
    expects_url = True
    for token in value.split():
        candidate = token
        if not expects_url:
            _, comma, candidate = token.partition(",")
            expects_url = bool(comma)
        url = candidate.strip(",")
        if expects_url and url:
            yield url
            expects_url = candidate.endswith(",")


def _refresh(content: str) -> str:
    found = _REFRESH.match(content)
    return clean_url(found["url"]) if found else ""


def _css_character(escape: re.Match[str]) -> str:
    code, character = escape.groups()
    if code is None:
        return str(character)
    number = int(code, 16)
    return chr(number) if 0 < number <= sys.maxunicode else "\ufffd"
