"""Mails are shown as their readers saw them, and do nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from harness.living_docs.mail_pages import MOST_HTML, MOST_TEXT, MailPages, cleaned_html
from harness.living_docs.site_files import SiteFiles
from harness.report.model import Mail
from tests.harness.sample_run import LINK

if TYPE_CHECKING:
    from pathlib import Path

    from harness.living_docs.mail_pages import MailView
    from tests.harness.living_docs.conftest import Site

_HEAD = b"From: a@b.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nX-Secret: one\r\nMIME-Version: 1.0\r\n"
_HOSTILE = """
<script>fetch("https://evil.example/a")</script><style>@import url(https://evil.example/b)</style>
<meta http-equiv="refresh" content="0; url=https://evil.example/c"><base href="https://evil.example/">
<img src="https://evil.example/d.png" alt="a picture"><img src="//evil.example/e.png"><img src="cid:x">
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="harmless">
<form action="https://evil.example/f"><input name="p"><button>Go</button></form>
<iframe src="https://evil.example/g"></iframe><object data="https://evil.example/h"></object>
<a href="javascript:alert(1)" onclick="alert(2)">one</a> <a href="data:text/html,<script>1</script>">two</a>
<a href="https://evil.example/i?a=1&amp;b=2" target="_top" ping="https://evil.example/j">three</a>
<div style="background: url(https://evil.example/k); position: fixed; color: red">styled</div>
<link rel="stylesheet" href="https://evil.example/l"><svg><image href="https://evil.example/m"/></svg>
<video src="https://evil.example/n" poster="https://evil.example/o" autoplay></video>
<table background="https://evil.example/p"><tr><td background="https://evil.example/q">cell</td></tr></table>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The run's own folder."""
    (tmp_path / "run" / "mails").mkdir(parents=True)
    return tmp_path / "run"


def _view(folder: Path, content: bytes | None, **more: object) -> tuple[MailView, Path]:
    if content is not None:
        (folder / "mails" / "x.eml").write_bytes(content)
    fields = {
        "file": "mails/x.eml",
        "to": "kim@contoso.example",
        "sender": "a@b.example",
        "subject": "Hi",
        **more,
    }
    site = folder.parent / "site"
    return MailPages(SiteFiles(site, folder)).view(Mail.model_validate(fields)), site


def _html(body: str) -> bytes:
    return _HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()


def test_nothing_that_acts_loads_or_leads_away_is_left(folder: Path) -> None:
    view, site = _view(folder, _html(_HOSTILE), followed=["https://evil.example/i?a=1&b=2"])
    assert view.page is not None
    page = (site / view.page).read_text(encoding="utf-8")
    body = page.partition("<body>")[2]
    tags = re.findall(r"<[a-z][^>]*>", body)
    assert not re.search(r"<(script|style|meta|base|form|input|iframe|object|link|svg|video|button)", body)
    assert not [tag for tag in tags if "evil.example" in tag]
    assert "color:red" in body
    assert "position" not in body
    assert set(re.findall(r'href="([^"]*)"', body)) == {"#link", "#followed"}
    assert 'src="data:image/gif;base64,R0lGODlhAQABAAAAACw="' in body
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page
    assert view.words == ["3 images are not loaded."]
    assert ("https://evil.example/i?a=1&b=2", True) in view.links


def test_a_mail_page_has_its_policy_before_anything_of_the_mail(folder: Path) -> None:
    view, site = _view(folder, _html("<p>Hi</p>"), subject="</title><script>alert(1)</script>")
    page = (site / str(view.page)).read_text(encoding="utf-8")
    assert page.index("Content-Security-Policy") < page.index("alert")
    assert "<script>" not in page


def test_layout_and_words_of_a_mail_stay() -> None:
    source = (
        '<table width="100%" cellpadding="4"><tr><td align="center" bgcolor="#fff" style="padding:4px">'
        '<a href="https://x.example/" style="background:#1d4ed8">Confirm</a></td></tr></table>'
    )
    cleaned, lost = cleaned_html(source)
    assert lost == 0
    for words in (
        'width="100%"',
        'cellpadding="4"',
        'align="center"',
        'bgcolor="#fff"',
        "padding:4px",
        "Confirm",
    ):
        assert words in cleaned
    assert "background:#1d4ed8" in cleaned


def test_the_sample_mail_is_shown_beside_its_text(sample_site: Site) -> None:
    page = sample_site.page_of("A second use is refused")
    assert re.search(r'<iframe sandbox="" loading="lazy" title="[^"]+" src="\.\./mails/\w+-\w+\.html">', page)
    assert f"<code>{LINK}</code> <strong" in page
    assert "Message-ID: &lt;1@hup.localhost&gt;" in page
    assert "Confirm your work address: http://hup.localhost:8800/confirm/[masked]" in page
    assert 'href="#step-2"' in page


def test_a_mail_of_five_megabytes_is_cut_and_linked_whole(folder: Path) -> None:
    content = _html("<p>word word word</p>" * 250_000)
    view, site = _view(folder, content)
    assert len(content) > 5_000_000
    assert (site / str(view.page)).stat().st_size < 2 * MOST_HTML
    assert view.words == [
        f"Of its HTML, {MOST_HTML:,} of 5,250,000 characters are shown; the whole mail is linked."
    ]
    assert view.raw is not None
    assert (site / view.raw).read_bytes() == content


def test_a_long_text_is_cut(folder: Path) -> None:
    view, _ = _view(folder, _HEAD + b"\r\n" + b"word " * 10_000)
    assert view.text is not None
    assert len(view.text) == MOST_TEXT
    assert len(view.words) == 1
    assert view.page is None


@pytest.mark.parametrize(
    "content", [None, b"", b"\xff\x00no header", _HEAD + b"Content-Type: multipart/mixed\r\n\r\n"]
)
def test_a_mail_that_is_gone_or_broken_is_told_by_what_is_known(folder: Path, content: bytes | None) -> None:
    view, _ = _view(folder, content)
    assert view.mail.subject == "Hi"
    assert (view.words == ["The mail itself was not kept."]) == (content is None)


def test_a_name_that_leads_out_of_the_run_is_not_followed(folder: Path) -> None:
    (folder.parent / "secret.eml").write_bytes(_html("<p>secret</p>"))
    view, _ = _view(folder, None, file="../secret.eml")
    assert view.raw is None
    assert view.page is None
