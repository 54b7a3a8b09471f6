"""The pages for people show foreign mail without letting it do anything."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from harness.mail.catcher.envelope import receive
from harness.mail.catcher.pages import asset, list_page, respond, view_page
from harness.mail.html_tags import start_tags
from harness.mail.inspection import inspect_html
from harness.mail.message import Message, read_message

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
LINK = "http://hup.localhost:8000/confirm/abc-_/?a=1&b=2"


def mail(
    text: str | None = None, html: str | None = None, subject: str = "Hi"
) -> tuple[dict[str, Any], Message]:
    written = EmailMessage()
    written["From"] = f'"{EVIL.replace(chr(34), "")}" <evil@x.test>'
    written["To"] = "ann@x.test"
    written["Subject"] = subject
    if text is not None:
        written.set_content(text)
    if html is not None:
        written.add_alternative(html, subtype="html")
    received = receive(
        written.as_bytes(), sender="evil@x.test", recipients=["ann@x.test", "bob@x.test"], peer="x"
    )
    summary = received.summary | {"Created": "2026-07-20T10:00:00.000Z"}
    return summary, read_message(received.id, received.stored)


def test_hostile_mail_is_text_on_our_pages() -> None:
    summary, message = mail(EVIL, EVIL, EVIL)
    for page in (list_page([summary], 1), view_page(summary, message)):
        # What is left of the mail as markup is in the sandbox alone.
        outside = [tag for tag in start_tags(page) if tag.name in {"script", "img"}]
        assert [dict(tag.attributes) for tag in outside] in ([], [{"src": "/list.js", "defer": ""}])


def test_the_html_is_in_a_sandbox_that_only_a_click_leaves() -> None:
    page = view_page(*mail("x", f'<!doctype html><p>Hello</p><a href="{LINK}">go</a>'))
    (frame,) = [dict(tag.attributes) for tag in start_tags(page) if tag.name == "iframe"]
    assert set(frame["sandbox"].split()) == {"allow-popups", "allow-popups-to-escape-sandbox"}
    assert frame["srcdoc"].startswith('<!doctype html><base target="_blank"><p>Hello</p>')


def test_the_policy_lets_nothing_be_loaded() -> None:
    policy = respond("").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]


def test_links_in_the_text_can_be_clicked() -> None:
    page = view_page(*mail(f"Open {LINK}.\n<b>&amp; javascript:alert(1)", None))
    assert inspect_html(page).links[-1] == LINK
    assert "&lt;b&gt;&amp;amp; javascript:alert(1)" in page


def test_the_list_names_all_recipients_and_says_what_it_leaves_out() -> None:
    summary, _ = mail("x")
    page = list_page([summary], 300)
    assert "ann@x.test, bob@x.test" in page
    assert "The newest 1 of 300" in page
    assert "No mail yet" in list_page([], 0)


def test_assets_are_there() -> None:
    assert asset("/style.css").content_type == "text/css"
    assert asset("/list.js").content_type == "text/javascript"
