"""The mail parser: nothing that may come makes it fail, and what was written is what is read."""

from __future__ import annotations

from datetime import datetime

from hypothesis import example, given
from hypothesis import strategies as st

from harness.mail.addresses import canonical
from harness.mail.bodies import attachment_names
from harness.mail.catcher.envelope import receive
from harness.mail.message import Message, read_message
from harness.mail.parsing import parse
from harness.mail.stored import separate
from tests.harness.properties.mails import LETTERS, Written, addresses, any_bytes, domains, words, written

_DEEP = 20_000


def _holds_what_it_says(mail: Message) -> None:
    assert all(isinstance(each, str) for each in (mail.subject, mail.sender_name, mail.sender_address))
    assert all(each and isinstance(each, str) for each in (*mail.to, *mail.cc))
    assert mail.date is None or (isinstance(mail.date, datetime) and mail.date.tzinfo)
    assert mail.recipients >= {each.lower() for each in (*mail.to, *mail.cc)}
    assert all(mail.is_to(each) for each in (*mail.to, *mail.cc))
    repr(mail)


@given(any_bytes)
@example(b"To: " + b"(" * _DEEP + b"\r\n\r\n")
@example(b"From: " + b"(" * _DEEP + b")" * _DEEP + b"a@x.test\r\n\r\n")
@example(b"Content-Type: " + b"(" * _DEEP + b"\r\n\r\n")
@example(b"Date: Thu, 1 Jan 0000 00:00:00 +9999\r\n\r\n")
@example(b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(400)))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    mail = read_message("id", raw)
    _holds_what_it_says(mail)
    mail.contains("x")
    attachment_names(parse(raw))


@given(written())
def test_what_was_written_is_read(mail: Written) -> None:
    read = read_message("id", mail.raw)
    assert (read.subject, read.text, read.html) == (mail.subject, mail.text, mail.html)
    assert (read.sender_name, read.sender_address) == (mail.sender_name, mail.sender_address)
    assert (read.to, read.cc) == (mail.to, mail.cc)
    assert read.raw == mail.raw


@given(any_bytes, st.lists(addresses, min_size=1, max_size=4), st.just("") | addresses, words)
def test_the_catcher_takes_any_bytes_and_gives_them_back(
    raw: bytes, recipients: list[str], sender: str, username: str
) -> None:
    received = receive(raw, sender=sender, recipients=recipients, peer="127.0.0.1", username=username)
    assert separate(received.stored).raw == raw
    read = read_message(received.id, received.stored)
    assert read.envelope_sender == sender
    assert all(read.is_to(each) for each in recipients)


_odd_local_parts = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="\xa0"), min_size=1, max_size=12
).map(lambda text: '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"')


@given(st.lists(st.builds("{}@{}".format, _odd_local_parts, domains), min_size=1, max_size=4))
@example(['"a>b"@x.test'])
@example(['"a  b"@x.test', '"a,b"@x.test'])
def test_a_quoted_address_of_the_envelope_is_known(recipients: list[str]) -> None:
    received = receive(b"\r\nx", sender="a@x.test", recipients=recipients, peer="127.0.0.1")
    read = read_message(received.id, received.stored)
    assert {canonical(each) for each in read.recipients} == {canonical(each) for each in recipients}


_local = st.text(LETTERS + "._+-", min_size=1, max_size=12)


@given(_local, domains)
def test_capitals_and_quotation_marks_make_no_other_address(local: str, domain: str) -> None:
    address = canonical(f"{local}@{domain}")
    assert canonical(address) == address
    for spelling in (f"{local.upper()}@{domain.title()}", f'"{local}"@{domain}', f'"\\{local}"@{domain}'):
        assert canonical(spelling) == address


@given(st.lists(st.builds("{}@{}".format, _local, domains), min_size=2, max_size=2, unique_by=str.lower))
def test_any_other_difference_makes_another_address(pair: list[str]) -> None:
    assert canonical(pair[0]) != canonical(pair[1])
    mail = read_message("id", f"To: {pair[0]}\r\n\r\n".encode())
    assert mail.is_to(pair[0])
    assert not mail.is_to(pair[1])
