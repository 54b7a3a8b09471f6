"""Any mail can be read, and says what its sender wrote: no more, no less."""

from __future__ import annotations

import base64
import quopri
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from harness.mail.message import Message, read_message
from harness.mail.parsing import mailboxes, parse

LINK = "https://portal.test/confirm?token=a-_~%3D&lang=de&next=" + "x" * 90


def read(*lines: str, body: bytes = b"") -> Message:
    return read_message("1", "\r\n".join([*lines, "", ""]).encode() + body)


def multipart(kind: str, *parts: bytes, boundary: str = "cut") -> bytes:
    mark = f"--{boundary}".encode()
    content = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + content + mark + b"--\r\n"


def part(content_type: str, body: bytes, *headers: str) -> bytes:
    head = "\r\n".join([f"Content-Type: {content_type}", *headers, "", ""])
    return head.encode() + body


def test_the_usual_mail() -> None:
    mail = read_message(
        "7",
        b"Date: Mon, 20 Jul 2026 10:00:00 +0200\r\n"
        b"From: Account No Reply <no-reply@portal.test>\r\nTo: Ann <Ann@x.test>, bob@x.test\r\n"
        b"Cc: carl@x.test\r\nSubject: =?utf-8?q?You=27re_eligible_=F0=9F=8E=89?=\r\n"
        b"Message-ID: <1@portal.test>\r\n"
        + multipart(
            "alternative",
            part("text/plain; charset=utf-8", "Grüße\r\n".encode()),
            part("text/html; charset=utf-8", "<p>Grüße</p>\r\n".encode()),
        ),
    )
    assert mail.subject == "You're eligible 🎉"
    assert (mail.sender_name, mail.sender_address) == ("Account No Reply", "no-reply@portal.test")
    assert (mail.to, mail.cc) == (("Ann@x.test", "bob@x.test"), ("carl@x.test",))
    assert mail.recipients == {"ann@x.test", "bob@x.test", "carl@x.test"}
    assert mail.date == datetime(2026, 7, 20, 10, tzinfo=timezone(timedelta(hours=2)))
    assert mail.message_id == "<1@portal.test>"
    assert (mail.text, mail.html) == ("Grüße\n", "<p>Grüße</p>\n")
    assert mail.email["Subject"] == mail.subject
    assert mail.is_to("ANN@x.test")
    assert not mail.is_to("nn@x.test")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("quoted-printable", quopri.encodestring(LINK.encode())),
        ("Quoted-Printable ", quopri.encodestring(LINK.encode())),
        ("base64", base64.encodebytes(LINK.encode())),
        ("base64; x=y", base64.encodebytes(LINK.encode())),
        ("7bit", LINK.encode()),
        ("x-unheard-of", LINK.encode()),
    ],
)
def test_a_link_survives_every_transfer_encoding(encoding: str, body: bytes) -> None:
    mail = read(f"Content-Transfer-Encoding: {encoding}", "Content-Type: text/plain", body=body)
    assert mail.text is not None
    assert mail.text.strip() == LINK


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("iso-8859-1", b"gr\xfc\xdfe", "grüße"),
        ("utf-16", "grüße".encode("utf-16"), "grüße"),
        ("shift_jis", "確認".encode("shift_jis"), "確認"),
        ("utf-8", b"gr\xfc\xdfe", "gr\ufffd\ufffde"),
        ("us-ascii", "grüße".encode(), "grüße"),
        ("x-unknown", "grüße".encode(), "grüße"),
        ("undefined", "grüße".encode(), "grüße"),
        ("idna", "grüße".encode(), "grüße"),
        ("hex", b"6869", "6869"),
        ("a\0b", b"hi", "hi"),
    ],
)
def test_a_wrong_charset_spoils_characters_at_most(charset: str, body: bytes, text: str) -> None:
    assert read(f'Content-Type: text/plain; charset="{charset}"', body=body).text == text


def test_nothing_is_invented() -> None:
    html_only = read("Content-Type: text/html", body=b"<p>Hello</p>")
    assert (html_only.text, html_only.html) == (None, "<p>Hello</p>")
    text_only = read("Subject: s", body=b"Hello")
    assert (text_only.text, text_only.html) == ("Hello", None)
    neither = read("Content-Type: image/png", "Content-Transfer-Encoding: base64", body=b"iVBORw0KGgo=")
    assert (neither.text, neither.html) == (None, None)


def test_attachments_are_no_bodies() -> None:
    related = multipart(
        "related",
        part("text/html", b"<p>body</p>"),
        part("image/png", b"x", "Content-ID: <logo>"),
        boundary="inner",
    )
    alternative = multipart("alternative", part("text/plain", b"body"), related, boundary="middle")
    mail = read_message(
        "1",
        multipart(
            "mixed",
            alternative,
            part("text/plain", b"an attachment", "Content-Disposition: attachment"),
            part("text/html", b"another", 'Content-Disposition: inline; filename="a.html"'),
            part('text/plain; name="c.txt"', b"a third"),
            part("message/rfc822", b"Subject: forwarded\r\n\r\nnot the body"),
        ),
    )
    assert (mail.text, mail.html) == ("body", "<p>body</p>")


def test_a_second_body_is_not_hidden() -> None:
    mail = read_message("1", multipart("mixed", part("text/plain", b"one"), part("text/plain", b"two")))
    assert mail.text == "one\ntwo"


@pytest.mark.parametrize(
    ("delsp", "source", "text"),
    [
        ("no", "A line \nthat flows \nhere.\nThe next.\n", "A line that flows here.\nThe next.\n"),
        ("yes", "https://portal.test/ \nconfirm/ \nabc\n", "https://portal.test/confirm/abc\n"),
        ("no", " stuffed\n> quoted \n-- \nname\n", "stuffed\n> quoted -- \nname\n"),
    ],
)
def test_flowed_lines_are_joined(delsp: str, source: str, text: str) -> None:
    kind = f"text/plain; format=flowed; delsp={delsp}"
    assert read(f"Content-Type: {kind}", body=source.replace("\n", "\r\n").encode()).text == text


def test_headers_in_bare_utf8() -> None:
    mail = read("From: Jörg <jörg@müller.test>", "To: ann@müller.test", "Subject: Grüße 🎉")
    assert (mail.subject, mail.sender_name, mail.sender_address) == ("Grüße 🎉", "Jörg", "jörg@müller.test")
    assert mail.to == ("ann@müller.test",)


def test_a_folded_subject_is_one_line() -> None:
    assert read("Subject: a long", " subject", "\tfolded").subject == "a long subject\tfolded"


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Mon, 20 Jul 2026 10:00:00 -0000", datetime(2026, 7, 20, 10, tzinfo=UTC)),
        ("20 Jul 2026 10:00 GMT", datetime(2026, 7, 20, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Jul 2026 10:00:00 +0000", None),
        ("Mon, 20 Jul 2026 10:00:00 +9999999999", None),
        ("", None),
    ],
)
def test_a_date_is_aware_or_none(date: str, moment: datetime | None) -> None:
    assert read(f"Date: {date}").date == moment


BROKEN = {
    "empty": b"",
    "blank line": b"\r\n",
    "no header": b"just words",
    "bad addresses": b'From: \xff\xfe <\r\nTo: @@,,<>,;:\r\nCc: "unclosed <a@b\r\nBcc: (((\r\n\r\nx',
    "bad message id": b"Message-ID: [x\r\n\r\nx",
    "multipart without boundary": b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nhi",
    "multipart that never ends": b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhi",
    "odd parameter": b"Content-Type: text/plain; charset*=x'\r\n\r\nhi",
    "odd encoded parameter": b"Content-Type: text/plain; charset*0*=utf-8''%zz\r\n\r\nhi",
    "odd type": b"Content-Type: =?\r\n\r\nhi",
    "odd disposition": b'Content-Disposition: ;;;"\r\n\r\nhi',
    "bad base64": b"Content-Transfer-Encoding: base64\r\n\r\n!!!@@=",
    "bad quoted-printable": b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=\r\n=",
    "bad uuencode": b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 x\r\n\xff\r\nend",
    "bad encoded word": b"Subject: =?utf-8?b?!!!?= =?x-none?q?=FF?=\r\n\r\nhi",
    "nul bytes": b"Subject: a\0b\r\n\r\n\0\0",
    "lone returns": b"Subject: a\rb\r\n\r\nx\ry",
    "deep nesting": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(900)
    ),
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
def test_nothing_is_too_broken_to_be_read(raw: bytes) -> None:
    mail = read_message("1", raw)
    assert mail.raw == raw
    assert isinstance(mail.contains("anything"), bool)


def test_what_the_server_noted_is_not_the_senders() -> None:
    sent = b"From: p@portal.test\r\nTo: ann@x.test\r\n\r\nx\r\n"
    noted = (
        b"Bcc: hidden@x.test, two@x.test\r\nMessage-ID: <made-up@mailpit>\r\n"
        b"Return-Path: <bounce@portal.test>\r\nReceived: from [127.0.0.1] (unknown)\r\n"
        b"        by vm (Mailpit) with SMTP\r\n"
        b"        for <first@x.test>; Mon, 20 Jul 2026 10:00:00 +0000\r\n"
    )
    mail = read_message("1", noted + sent)
    assert mail.raw == sent
    assert mail.message_id is None
    assert mail.envelope_sender == "bounce@portal.test"
    assert mail.recipients == {"ann@x.test", "hidden@x.test", "two@x.test", "first@x.test"}


def test_without_a_trace_of_a_server_all_is_the_senders() -> None:
    raw = b"Bcc: b@x.test\r\nMessage-ID: <1@x>\r\n\r\nx"
    mail = read_message("1", raw)
    assert (mail.raw, mail.message_id) == (raw, "<1@x>")
    assert mail.recipients == {"b@x.test"}


@pytest.mark.parametrize("spelling", ['"ann b"@x.test', "ann b@x.test", '"ANN b"@X.test'])
def test_quotation_marks_do_not_make_another_address(spelling: str) -> None:
    assert read('To: "ann b"@x.test').is_to(spelling)


@pytest.mark.parametrize("text", ["tok&en", "Subject: s", "hello", "x-note: abc"])
def test_contains_looks_everywhere(text: str) -> None:
    mail = read(
        "Subject: s", "X-Note: abc", "x-note: abc", "Content-Type: text/html", body=b"hello tok&amp;en"
    )
    assert mail.contains(text)
    assert not mail.contains("goodbye")


def test_a_header_nested_without_end_is_read_past() -> None:
    mail = read("From: a@x.test", "To: " + "(" * 20_000, "Cc: b@x.test", "Subject: s")
    assert (mail.subject, mail.sender_address, mail.to, mail.cc) == ("s", "a@x.test", (), ("b@x.test",))


def test_a_recipient_in_quotation_marks_is_read_from_the_envelope() -> None:
    stored = (
        b'Bcc: "a>  b"@x.test\r\nReceived: from [127.0.0.1] by localhost\r\n'
        b'        for <"a>  b"@x.test>; Mon, 20 Jul 2026 10:00:00 +0200\r\nSubject: s\r\n\r\n'
    )
    assert read_message("1", stored).recipients == {'"a>  b"@x.test'}


@pytest.mark.parametrize(
    "raw",
    [
        b"To: " + b'"' * 200_000 + b"\r\n\r\n",
        b"To: " + b"(a)" * 60_000 + b"\r\n\r\n",
        b"Subject: " + b"=?utf-8?q?" * 20_000 + b"\r\n\r\n",
        b"Content-Type: text/plain" + b";" * 1_000_000 + b"\r\n\r\n",
        b"".join(b"Content-Type: multipart/x; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(200))
        + b"\r\n" * 200_000,
        b"Content-Type: multipart/x; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 300_000,
        b"\r\n" + b"a\n" * 3_000_000,
    ],
    ids=["quotes", "comments", "encoded words", "parameters", "nested", "parts", "lines"],
)
def test_reading_takes_no_more_than_a_moment(raw: bytes) -> None:
    began = time.process_time()
    assert read_message("1", raw).raw == raw
    assert time.process_time() - began < 3


def test_names_in_a_long_list_of_recipients_are_decoded() -> None:
    people = [f"=?utf-8?q?Zo=C3=AB_{number}?= <zoe{number}@x.test>" for number in range(500)]
    mail = read("To: " + ", ".join(people))
    assert mail.to == tuple(f"zoe{number}@x.test" for number in range(500))
    assert mailboxes(parse(mail.raw), "To")[499] == ("Zoë 499", "zoe499@x.test")


def test_a_name_in_several_encoded_words_is_one() -> None:
    mail = read("From: =?utf-8?b?R3LDvMOf?=", " =?utf-8?q?e?= aus =?utf-8?q?K=C3=B6ln?= <a@x.test>")
    assert (mail.sender_name, mail.sender_address) == ("Grüße aus Köln", "a@x.test")
