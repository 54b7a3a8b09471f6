"""Nothing that an HTML mail would load, run or send escapes a distrustful reader."""

from __future__ import annotations

import time

import pytest

from harness.mail.inspection import Resource, css_urls, html_resources, inspect_html


@pytest.mark.parametrize(
    ("source", "resource"),
    [
        ('<img src="http://x.test/p.gif" width=1>', Resource("img", "src", "http://x.test/p.gif")),
        ("<img srcset='a.png 1x'>", Resource("img", "srcset", "a.png")),
        ('<link rel=stylesheet href="//x.test/a.css">', Resource("link", "href", "//x.test/a.css")),
        ('<script src="https://x.test/a.js">', Resource("script", "src", "https://x.test/a.js")),
        ('<iframe src="https://x.test/">', Resource("iframe", "src", "https://x.test/")),
        ('<object data="https://x.test/a.swf">', Resource("object", "data", "https://x.test/a.swf")),
        ('<embed src="https://x.test/a">', Resource("embed", "src", "https://x.test/a")),
        ('<video poster="https://x.test/a">', Resource("video", "poster", "https://x.test/a")),
        ('<audio src="https://x.test/a">', Resource("audio", "src", "https://x.test/a")),
        ('<source src="https://x.test/a">', Resource("source", "src", "https://x.test/a")),
        ('<input type=image src="https://x.test/a">', Resource("input", "src", "https://x.test/a")),
        ('<body background="https://x.test/a">', Resource("body", "background", "https://x.test/a")),
        ('<base href="https://x.test/">', Resource("base", "href", "https://x.test/")),
        ('<a href="#" ping="https://x.test/">', Resource("a", "ping", "https://x.test/")),
        ('<svg><image xlink:href="https://x.test/a">', Resource("image", "xlink:href", "https://x.test/a")),
        ('<v:fill src="https://x.test/a">', Resource("v:fill", "src", "https://x.test/a")),
        ('<html manifest="https://x.test/m">', Resource("html", "manifest", "https://x.test/m")),
        (
            "<p style='background: url(&quot;https://x.test/a&quot;)'>",
            Resource("p", "style", "https://x.test/a"),
        ),
        ("<style>@import 'https://x.test/a';</style>", Resource("style", "", "https://x.test/a")),
        (
            "<style>p { background: url(https://x.test/?a=1&b=2) }",
            Resource("style", "", "https://x.test/?a=1&b=2"),
        ),
        (
            '<meta content="0; URL=\'https://x.test/\'" http-equiv="Refresh">',
            Resource("meta", "content", "https://x.test/"),
        ),
        ('<!--[if mso]><img src="https://x.test/a"><![endif]-->', Resource("img", "src", "https://x.test/a")),
    ],
)
def test_resources(source: str, resource: Resource) -> None:
    assert html_resources(source) == (resource,)
    assert resource.remote


@pytest.mark.parametrize("url", ["cid:logo@x", "data:image/png;base64,x", "#part", "CID:x"])
def test_parts_of_the_mail_itself_are_not_remote(url: str) -> None:
    (resource,) = html_resources(f'<img src="{url}">')
    assert not resource.remote


def test_srcset_lists_all_its_pictures() -> None:
    urls = [each.url for each in html_resources('<img srcset="a,b.png 1x, c.png 2x,d.png 3x ,\n e.png,">')]
    assert urls == ["a,b.png", "c.png", "d.png", "e.png"]


@pytest.mark.parametrize(
    "css",
    [
        "background: url(https://x.test/a)",
        "background: URL( 'https://x.test/a' )",
        'background: u\\72 l("https://x.test/a")',
        "background: url(https\\3a //x.test/a)",
        "@import url(https://x.test/a);",
        "@import/**/'https://x.test/a';",
        "list-style: image-set('https://x.test/a' 1x)",
        "src: src('https://x.test/a')",
        "background: /* url( */ url(https://x.test/a)",
    ],
)
def test_addresses_in_style_sheets(css: str) -> None:
    assert "https://x.test/a" in css_urls(css)


@pytest.mark.parametrize("css", ["", "color: red", "url()", "@import", "content: 'url'", "\\"])
def test_style_sheets_without_addresses(css: str) -> None:
    assert css_urls(css) == ()


@pytest.mark.parametrize(
    "source",
    [
        "<script>x()</script>",
        "<SCRIPT src=x>",
        "<img src=x onerror=x()>",
        "<p ONCLICK='x()'>",
        '<a href="java&#10;script:x()">',
        '<a href=" JavaScript:x()">',
        '<iframe src="vbscript:x">',
        "<svg/onload=x()>",
        '<iframe srcdoc="&lt;script&gt;x()&lt;/script&gt;">',
        "<!--[if mso]><script>x()</script><![endif]-->",
    ],
)
def test_scripts(source: str) -> None:
    assert inspect_html(source).has_script


@pytest.mark.parametrize(
    "source", ["<form action='https://x.test/'>", "<input>", "<button>", "<p><select>", "<a formaction=x>"]
)
def test_forms(source: str) -> None:
    assert inspect_html(source).has_form


def test_a_plain_mail_is_clean() -> None:
    inspection = inspect_html(
        "<!doctype html><html lang=en><head><title>Hi</title><style>p { color: #123 }</style></head>"
        '<body><p style="margin: 0">once only</p><a href="https://portal.test/a?b=1&amp;c=2">Confirm</a>'
    )
    assert inspection.links == ("https://portal.test/a?b=1&c=2",)
    assert (inspection.resources, inspection.scripts, inspection.forms) == ((), (), ())
    assert not inspection.has_script
    assert not inspection.has_form


def test_findings_can_be_read() -> None:
    inspection = inspect_html('<img src="http://x.test/p.gif" onload=x()><form action=/buy>')
    assert [str(each) for each in inspection.resources] == ["<img src> http://x.test/p.gif"]
    assert inspection.scripts == ("<img onload>",)
    assert inspection.forms == ("<form>", "<form action>")


@pytest.mark.parametrize("piece", ["url(", "image-set(", "/*", "@import ", "\\", "a,", ",", "'"])
def test_hostile_styles_take_no_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    # Not by the clock: other processes may have the processors meanwhile.
    started = time.process_time()
    inspect_html(f'<style>{text}</style><img srcset="{text}" style="{text}">')
    assert time.process_time() - started < 5
