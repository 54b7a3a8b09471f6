"""A browser without script and pictures: follows links and redirects, keeps cookies per host, sends forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

Headers = dict[str, str]


@dataclass
class Form:
    """A form as it stands on a page, with what its fields hold."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Picks out of a page what the tests ask about."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self.alerts: list[str] = []
        self.options: dict[str, list[str]] = {}
        self._select = ""
        self._open: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and self.forms:
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option":
            self.options.setdefault(self._select, []).append(given["value"])
            if "selected" in given:
                self.forms[-1].fields[self._select] = given["value"]
        if tag in {"h1", "title", "dt", "dd", "td", "p"}:
            self.texts.setdefault(tag, []).append("")
        if given.get("role") == "alert":
            self.alerts.append("")
        if tag not in {"input", "meta", "link", "img", "br"}:
            self._open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag, given in self._open:
            if tag in self.texts:
                self.texts[tag][-1] += data
            if tag == "a":
                self.links[data.strip()] = given["href"]
            if given.get("role") == "alert":
                self.alerts[-1] += data


class Page:
    """One answer of the portal."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._read = _Reader()
        self._read.feed(response.text)

    @property
    def url(self) -> str:
        return str(self.response.url)

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def heading(self) -> str:
        (heading,) = self._texts("h1")
        return heading

    @property
    def title(self) -> str:
        (title,) = self._texts("title")
        return title

    @property
    def links(self) -> dict[str, str]:
        return self._read.links

    @property
    def alert(self) -> str:
        (alert,) = self._read.alerts
        return " ".join(alert.split())

    @property
    def terms(self) -> list[tuple[str, str]]:
        return list(zip(self._texts("dt"), self._texts("dd"), strict=True))

    @property
    def cells(self) -> list[str]:
        return self._texts("td")

    @property
    def forms(self) -> list[Form]:
        return self._read.forms

    @property
    def options(self) -> dict[str, list[str]]:
        """What can be chosen, by the name of the field."""
        return self._read.options

    def _texts(self, tag: str) -> list[str]:
        return [" ".join(text.split()) for text in self._read.texts.get(tag, [])]


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self.http = httpx.Client(transport=transport, follow_redirects=True)

    def get(self, url: str, **headers: str) -> Page:
        """Open an address."""
        return Page(self.http.get(url, headers=_headers(headers)))

    def submit(self, page: Page, fields: dict[str, str] | None = None, **headers: str) -> Page:
        """Fill in the page's main form, which is its last one, and send it."""
        form = page.forms[-1]
        return Page(
            self.http.post(
                urljoin(page.url, form.action), data=form.fields | (fields or {}), headers=_headers(headers)
            )
        )


def _headers(given: dict[str, str]) -> Headers:
    return {name.replace("_", "-"): value for name, value in given.items()}
