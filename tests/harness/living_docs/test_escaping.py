"""Whatever is in names, data and messages is shown and never acts; every page has a strict policy."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from harness.living_docs import read_back
from tests.harness.living_docs.conftest import HOSTILE_NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.living_docs.conftest import Site

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


def _tags(page: str) -> list[str]:
    """Return the tags of a page. What stands in attributes is escaped, so that none has a > in it."""
    return re.findall(r"<[a-zA-Z!/][^>]*>", page)


def _pages(site: Path) -> list[Path]:
    return [path for path in site.rglob("*.html") if path.parent.name != "mails"]


@pytest.mark.parametrize("kind", ["sample", "hostile"])
def test_no_page_has_a_script_or_style_of_its_own(kind: str, sample_site: Site, hostile_site: Path) -> None:
    pages = _pages(sample_site.path if kind == "sample" else hostile_site)
    assert len(pages) > 8
    for path in pages:
        tags = _tags(path.read_text(encoding="utf-8"))
        policy = [html.unescape(tag) for tag in tags if "Content-Security-Policy" in tag]
        assert policy == [f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">']
        for tag in tags:
            names = re.sub(r'"[^"]*"', "", tag)
            assert not re.search(r"\s(style|on\w+|srcdoc)\s*=", names, re.IGNORECASE), tag
            assert not re.match(r"<(style|base|object|embed)\b", tag, re.IGNORECASE), tag
            if tag.startswith("<script"):
                assert re.fullmatch(r'<script src="(\.\./)*(site|search)\.js" defer>', tag), tag
            assert not re.search(r'(href|src|action)="(?!\.\./|[\w%.#-])', tag), tag
            assert not re.search(r'(href|src|action)="\w+:', tag), tag


def test_links_lead_to_what_is_there(sample_site: Site, hostile_site: Path) -> None:
    for site in (sample_site.path, hostile_site):
        for path in _pages(site):
            text = path.read_text(encoding="utf-8")
            for link in re.findall(r'(?:href|src|action)="([^"]*)"', text):
                address, _, place = html.unescape(link).partition("#")
                target = (path.parent / address.partition("?")[0]).resolve() if address else path
                assert target.is_file(), (path, link)
                if place and target.suffix == ".html":
                    named = target.read_text(encoding="utf-8")
                    assert f'id="{unquote(place)}"' in named, (path, link)


def test_what_is_hostile_can_be_read(hostile_site: Path) -> None:
    told = "".join(html.unescape(path.read_text(encoding="utf-8")) for path in _pages(hostile_site))
    for kind, name in HOSTILE_NAMES.items():
        shown = name.encode("utf-8", "replace").decode()
        assert told.count(shown) > 8, kind


def test_its_scenarios_are_read_back(hostile_site: Path) -> None:
    assert [each.steps for each in read_back(hostile_site).values()] == [("failed",)] * len(HOSTILE_NAMES)


def test_the_index_of_the_search_is_a_script_of_data_alone(hostile_site: Path) -> None:
    script = (hostile_site / "search.js").read_text(encoding="utf-8")
    assert script.startswith('var livingDocs = {"features":')
    assert script.count("\n") == 1
