"""The mails, looked at by somebody who does not trust them."""

from __future__ import annotations

import base64
import email
import re
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from tests.portal.world import CARD, PROGRAM, World, mails_to


def wire(mail: EmailMultiAlternatives) -> bytes:
    """The mail's bytes as they go to the server."""
    return mail.message().as_bytes().replace(b"\n", b"\r\n")


def sent(address: str) -> EmailMessage:
    """The one mail to the address, read back from its bytes."""
    (mail,) = mails_to(address)
    parsed = email.message_from_bytes(wire(mail), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    content = body.get_content()
    assert isinstance(content, str)
    return content


class Tags(HTMLParser):
    """Tags, attributes that load or send something, and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        assert not any(name.startswith("on") for name, _value in attrs)


@pytest.fixture(params=["eligible", "not eligible", "receipt"])
def mail(request: pytest.FixtureRequest, world: World) -> EmailMessage:
    """Each mail of the portal."""
    if request.param == "receipt":
        visitor, account, _store = world.employee()
        visitor.submit(world.checkout(visitor), CARD)
        return sent(account.email)
    segment = "education" if request.param == "eligible" else "commercial"
    address = world.work_address(world.organization(segment=segment, name="Bücher & <Söhne>"))
    world.request_link(world.visitor(), address)
    return sent(address)


def test_a_mail_has_a_real_text_and_a_real_html_part(mail: EmailMessage) -> None:
    assert mail.get_content_type() == "multipart/alternative"
    kinds = [inner.get_content_type() for inner in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    text, html = part(mail, "plain"), part(mail, "html")
    assert "<" not in text.replace("<Söhne>", "")
    assert len(text.split()) > 15
    assert html.lower().startswith("<!doctype html>")
    assert f"<title>{mail['Subject']}</title>" in html.replace("&#x27;", "'")


def test_a_mail_loads_and_runs_nothing(mail: EmailMessage) -> None:
    html = part(mail, "html")
    tags = Tags(html)
    assert tags.tags <= {
        *("html", "head", "meta", "title", "body"),
        *("div", "h1", "p", "a", "table", "tr", "td"),
    }
    assert not re.search(r"url\(|@import|expression|javascript:|<!--", html, re.IGNORECASE)
    assert len(tags.addresses) <= 1


def test_a_mail_has_the_headers_of_an_automatic_one(mail: EmailMessage) -> None:
    assert abs((timezone.now() - parsedate_to_datetime(mail["Date"])).total_seconds()) < 60
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].rpartition("@")[2] in {"hup.localhost>", "store.localhost>"}
    assert len(mail["To"].addresses) == 1
    assert mail["Cc"] is mail["Bcc"] is mail["Reply-To"] is None
    names = [name.lower() for name in mail.keys()]  # noqa: SIM118  # a message is no dict: names may repeat
    assert len(names) == len(set(names))


def test_a_mail_is_short_lines_of_ascii_on_the_wire(world: World) -> None:
    address = world.work_address(world.organization(name="書店 " + "x" * 190))
    world.request_link(world.visitor(), address)
    (mail,) = mails_to(address)
    assert wire(mail).isascii()
    assert max(len(line) for line in wire(mail).split(b"\r\n")) <= 78
    assert "書店" in part(sent(address), "plain")


def test_message_ids_are_unique(world: World) -> None:
    address = world.work_address(world.organization())
    for _ in range(3):
        world.request_link(world.visitor(), address)
    assert len({mail.extra_headers["Message-ID"] for mail in mails_to(address)}) == 3


def test_the_eligible_mail_has_one_link_to_the_program_itself(world: World) -> None:
    address = world.work_address(world.organization())
    world.request_link(world.visitor(), address)
    message = sent(address)
    (in_text,) = re.findall(r"https?://\S+", part(message, "plain"))
    (in_html,) = Tags(part(message, "html")).addresses
    assert in_text == in_html
    assert re.findall(r"https?:", part(message, "html")) == ["http:"]
    token = re.fullmatch(re.escape(PROGRAM) + r"/confirm/([A-Za-z0-9_-]{43})/", in_text)
    assert token is not None
    decoded = base64.urlsafe_b64decode(token[1] + "=")
    assert len(decoded) == 32
    assert address.encode() not in decoded
    assert str(message["From"]) == "Account No Reply <account-no-reply@hup.localhost>"


def test_the_mail_of_who_is_not_eligible_has_no_link(world: World) -> None:
    address = world.work_address(world.organization(segment="commercial"))
    world.request_link(world.visitor(), address)
    message = sent(address)
    assert message["Subject"] == "You're not eligible for the Microsoft Home Use Program"
    assert str(message["From"]) == "Account No Reply <account-no-reply@hup.localhost>"
    assert "http" not in part(message, "plain")
    assert Tags(part(message, "html")).addresses == []


def test_the_receipt_comes_from_the_store(world: World) -> None:
    visitor, account, _store = world.employee()
    visitor.submit(world.checkout(visitor), CARD)
    assert str(sent(account.email)["From"]) == "Microsoft Store <store-no-reply@store.localhost>"


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-Server", "Forwarded", "Referer"])
def test_a_forged_header_never_gets_into_the_link(world: World, header: str) -> None:
    address = world.work_address(world.organization())
    visitor = world.visitor()
    page = visitor.get(f"{PROGRAM}/get-started/")
    forged = {header.replace("-", "_"): "host=evil.example" if header == "Forwarded" else "evil.example"}
    answer = visitor.submit(page, {"email": address}, **forged)
    if header == "Host":
        assert answer.status == 400
        assert not mails_to(address)
    else:
        assert world.link(address).startswith(PROGRAM + "/confirm/")
        (mail,) = mails_to(address)
        assert b"evil" not in mail.message().as_bytes()
