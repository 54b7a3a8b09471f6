"""Links are found whole, and all of them: in text as mail programs do, in HTML as browsers do."""

from __future__ import annotations

import base64
import random
import secrets
import time
from html import escape

import pytest

from harness.mail.links import html_links, text_links

LINK = "https://portal.test/confirm/aB3-_~%2F=/?a=1&b=c=&d#e-"


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        f"Open {LINK} now.",
        f"Open {LINK}.",
        f"Really {LINK}?!",
        f"See ({LINK}), or not",
        f"<{LINK}>",
        f"<URL:{LINK}>",
        f"< {LINK} >",
        f'"{LINK}"',
        f"'{LINK}'",
        f"\u201c{LINK}\u201d",
        f"\u00ab{LINK}\u00bb",
        f"[Confirm]({LINK})",
        f"[{LINK}]",
        f"*{LINK}*",
        f"link:{LINK};",
        f"{LINK}\u2026",
        f"確認:{LINK}。",
        f"「{LINK}」",
        f"{LINK}\u200b",
        f"{LINK}\u00a0next",
        f"{LINK}\tnext",
        f"{LINK}\r\nnext",
        f"> {LINK}",
        f"<a href={LINK}>",
        "<https://portal.test/confirm/aB3-_~%2F=/\r\n?a=1&b=c=&d#e->",
        "<https://portal.test/confirm/aB3-_~ \n  %2F=/?a=1&b=c=&d#e->",
        f"{LINK} and again {LINK}",
    ],
)
def test_the_link_is_found_whole(text: str) -> None:
    assert text_links(text) == (LINK,)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", ()),
        ("no link, just https:// and http://.", ()),
        ("https://en.test/wiki/A_(b)", ("https://en.test/wiki/A_(b)",)),
        ("(https://en.test/wiki/A_(b))", ("https://en.test/wiki/A_(b)",)),
        ("((https://en.test/a[1]))]", ("https://en.test/a[1]",)),
        ("HTTPS://PORTAL.test/A", ("HTTPS://PORTAL.test/A",)),
        ("https://a.test/x,https://b.test/y", ("https://a.test/x", "https://b.test/y")),
        (
            "https://a.test/x;https://b.test/y|http://c.test",
            ("https://a.test/x", "https://b.test/y", "http://c.test"),
        ),
        ("[https://a.test/x](https://b.test/y)", ("https://a.test/x", "https://b.test/y")),
        ("https://go.test/?to=https://b.test/y", ("https://go.test/?to=https://b.test/y",)),
        ("https://go.test/https://b.test/y", ("https://go.test/https://b.test/y",)),
        ("www.evil.test/x and mailto:a@www.x.test", ("www.evil.test/x",)),
        ("ann@www.x.test /www.y.test", ()),
        ("ftp://files.test/a", ("ftp://files.test/a",)),
        ("https://[::1]:8000/a", ("https://[::1]:8000/a",)),
        ("https://user:pw@b.test/", ("https://user:pw@b.test/",)),
        ("https://müller.test/ü?ß", ("https://müller.test/ü?ß",)),
        ("https://a.test/b\u2060c", ("https://a.test/b",)),
        ("texthttps://a.test/b", ("https://a.test/b",)),
        ("<https://a.test/b\n\n<https://c.test/d>", ("https://a.test/b", "https://c.test/d")),
    ],
)
def test_what_is_and_what_is_not_a_link(text: str, links: tuple[str, ...]) -> None:
    assert text_links(text) == links


BEFORE = ["", " ", "(", "<", "[", '"', "'", "See: ", "\n", "> ", "\u201c", "*", "=> ", "。", "A) "]
AFTER = [
    "",
    " ",
    ".",
    ",",
    ")",
    ">",
    "]",
    '"',
    "'",
    "!",
    "?",
    "...",
    ").",
    "\r\n",
    "\u201d",
    "*",
    "。",
    ";",
    "\t",
    ">.",
]


@pytest.mark.parametrize("seed", range(20))
def test_random_tokens_are_never_cut(seed: int) -> None:
    """Tokens of every usual alphabet, with any last character, in any usual surrounding."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    makers = [
        lambda: secrets.token_urlsafe(chance.randint(16, 48)),
        lambda: base64.urlsafe_b64encode(chance.randbytes(chance.randint(1, 40))).decode(),
        lambda: (
            "".join(chance.choices("abcXYZ019-_~=%$+@:/&#", k=chance.randint(1, 60)))
            + chance.choice("-_~=%/&#+")
        ),
        lambda: chance.randbytes(16).hex(),
    ]
    for _ in range(100):
        link = f"http://hup.localhost:{chance.randint(1, 65535)}/confirm/{chance.choice(makers)()}"
        before, after = chance.choice(BEFORE), chance.choice(AFTER)
        assert text_links(f"Hello,{before}{link}{after}\nBye") == (link,)
        assert html_links(f'<p>x<a class=b href="{escape(link)}">y</a>') == (link,)


@pytest.mark.parametrize(
    ("source", "links"),
    [
        (
            '<a href="https://e.test/?a=1&amp;lang=de&#38;b=2&#x26;c=3">x</a>',
            ("https://e.test/?a=1&lang=de&b=2&c=3",),
        ),
        (
            "<a href='https://e.test/?a=1&copy=2&lang=de&not=3'>x</a>",
            ("https://e.test/?a=1&copy=2&lang=de&not=3",),
        ),
        ("<a href='https://e.test/?a&notit;&copy;&ampx&amp'>x</a>", ("https://e.test/?a&notit;©&ampx&",)),
        ("<A HREF = https://e.test/?a=b>x</A>", ("https://e.test/?a=b",)),
        ("<a\n\thref='\n https://e.test/a\n b '>x</a>", ("https://e.test/a b",)),
        ('<a/href="https://e.test/"/class=x>', ("https://e.test/",)),
        ('<a title=">" href="https://e.test/">', ("https://e.test/",)),
        ('<a href="https://e.test/1" href="https://e.test/2">', ("https://e.test/1", "https://e.test/2")),
        ('<map><area href="https://e.test/"></map>', ("https://e.test/",)),
        ('<svg><a xlink:href="https://e.test/">', ("https://e.test/",)),
        ('<a name="top"><link href="https://e.test/"><img src="https://e.test/">', ()),
        ('<!-- <a href="https://e.test/">old</a> -->', ()),
        ('<!--><a href="https://e.test/">', ("https://e.test/",)),
        ('<!---><a href="https://e.test/">', ("https://e.test/",)),
        ('<!-- x --!><a href="https://e.test/">', ("https://e.test/",)),
        ('<![CDATA[><a href="https://e.test/">]]>', ("https://e.test/",)),
        ('<?xml ?><!doctype html><a href="https://e.test/">', ("https://e.test/",)),
        ('<title><!--</title><a href="https://e.test/">-->', ("https://e.test/",)),
        ('<title><b x="</title><a href=https://e.test/>">', ("https://e.test/",)),
        ('<style>a</style x="><a href=https://f.test/>"><a href="https://e.test/">', ("https://e.test/",)),
        ('<!--[if mso]><a href="https://outlook.test/">x</a><![endif]-->', ("https://outlook.test/",)),
        ('<!--[if mso]><v:roundrect href="https://outlook.test/"><![endif]-->', ("https://outlook.test/",)),
        ('<a href="https://e.test/never closed', ()),
        ('</a href="https://e.test/"><p></><1 href=x>', ()),
        ('<a href="javascript:x()"><a href="#top"><a href>', ("javascript:x()", "#top", "")),
        ('&lt;a href="https://e.test/"&gt;', ()),
    ],
)
def test_html_links_as_browsers_see_them(source: str, links: tuple[str, ...]) -> None:
    assert html_links(source) == links


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "<!--[if",
        "<a ",
        '<a href="',
        "</",
        "<title>",
        "<style>",
        "<!",
        "<?",
        "(",
        "https://a",
        "<https://a",
        "&",
        "https://a)",
        ",;|)",
    ],
)
def test_hostile_mails_take_no_time(piece: str) -> None:
    source = piece * (1_000_000 // len(piece))
    # Not by the clock: other processes may have the processors meanwhile.
    started = time.process_time()
    assert isinstance(text_links(source), tuple)
    assert isinstance(html_links(source), tuple)
    assert time.process_time() - started < 5
