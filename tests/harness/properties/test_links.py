"""Links: each that was put in is found, none is made up, and no HTML is too odd to be looked through."""

from __future__ import annotations

import time
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from harness.mail.html_tags import start_tags
from harness.mail.html_text import visible_text
from harness.mail.inspection import inspect_html
from harness.mail.links import clean_url, html_links, text_links
from tests.harness.properties.mails import LETTERS, domains, words

_tokens = st.text(LETTERS + "-_~", min_size=1, max_size=40).map(lambda text: f"{text}x")
_urls = st.builds("https://{}/{}?token={}&to={}".format, domains, _tokens, _tokens, _tokens)
_url_lists = st.lists(_urls, max_size=6, unique=True)
# What looks like a link, to an eye that sees letters only.
_prose = words.map(lambda text: text.replace(":", "").replace("www", "").replace("<", "").replace("&", ""))
_around = st.sampled_from(
    [("", ""), ("(", ")"), ("<", ">"), ("“", "”"), ("", "."), ("", ","), ("", "…"), ("", "!")]
)


@given(_url_lists, _prose, st.data())
def test_text_gives_back_its_links_and_no_others(urls: list[str], prose: str, data: st.DataObject) -> None:
    pieces = [prose]
    for url in urls:
        before, after = data.draw(_around)
        pieces += [f"{before}{url}{after}", prose]
    text = data.draw(st.sampled_from([" ", "\n", "\r\n", "\t"])).join(pieces)
    assert text_links(text) == tuple(urls)


_texts = st.text(max_size=20)
_fillers = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<br/>",
        "<!-- <a href='https://no.test'> -->",
        "<a name=x>",
        "<",
        "< a",
        "</>",
        "<b class='<'>",
    ]
    + [
        "<style>x</style>",
        "<title>x</title>",
        "&amp;",
        "&",
        "<?x?>",
        "<!doctype html>",
        "<p title='<a href=x>'>",
    ]
)


@given(st.lists(_texts, max_size=6), st.lists(_fillers, max_size=6), st.data())
def test_html_gives_back_its_links_and_no_others(
    targets: list[str], fillers: list[str], data: st.DataObject
) -> None:
    quote = data.draw(st.sampled_from("\"'"))
    tag = data.draw(st.sampled_from(["a", "A", "area", "a\n\t", "a/"]))
    links = [f"<{tag} x=y href={quote}{escape(target)}{quote} z>" for target in targets]
    source = "".join(data.draw(st.permutations(links + fillers)))
    assert set(html_links(source)) == {clean_url(target) for target in targets}
    assert set(inspect_html(source).links) == set(html_links(source))


_html = st.lists(
    st.sampled_from(
        ["<", ">", "<a", " href=", "'", '"', "/", "=", "&#", "&#x41", ";", "<!--", "-->", "--!>", "<![if"]
    )
    | st.sampled_from(
        ["<script>", "</script", "<title>", "<style>", "url(", "/*", "\\", "srcset=", "srcdoc=", "x"]
    )
    | st.text(max_size=5),
    max_size=12,
).map("".join)


@given(_html)
def test_any_html_is_looked_through(source: str) -> None:
    for each in (source, source * 50):
        inspect_html(each)
        visible_text(each)
        assert all(tag.name for tag in start_tags(each))
        assert set(html_links(each)) == set(html_links(each))


@given(_html.filter(bool))
def test_no_html_takes_long(source: str) -> None:
    long = source * (20_000 // len(source))
    began = time.thread_time()
    html_links(long)
    text_links(long)
    visible_text(long)
    assert time.thread_time() - began < 2
