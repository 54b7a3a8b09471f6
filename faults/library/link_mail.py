"""Faults of the mail with the link: HUP-LINK-1, -2 and -9."""

import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_MAIL = "portal.mail"


def _sent(mail: ModuleType, change: Callable[[Any], object]) -> None:
    """Change each mail before it is sent."""

    @wrapped(mail.EmailMultiAlternatives, "send")
    def send(original: Any, message: Any, **named: Any) -> Any:
        change(message)
        return original(message, **named)


@fault("HUP-LINK-1", "A copy of the mail goes to an archive.", at=_MAIL)
def mail_goes_to_an_archive_too(mail: ModuleType) -> None:
    @wrapped(mail, "deliver")
    def deliver(original: Any, *, to: str, **others: Any) -> None:
        original(to=to, **others)
        original(to="audit@archive.example", **others)


@fault("HUP-LINK-1", "The mail has a hidden second recipient.", at=_MAIL)
def mail_has_a_hidden_recipient(mail: ModuleType) -> None:
    _sent(mail, lambda message: message.bcc.append("audit@archive.example"))


@fault("HUP-LINK-1", "Two mails answer one request.", at=_MAIL)
def two_mails_answer_one_request(mail: ModuleType) -> None:
    @wrapped(mail, "deliver")
    def deliver(original: Any, **named: Any) -> None:
        original(**named)
        original(**named)


@fault("HUP-LINK-1", "The mail comes from a developer's name.", at="portal.program.mails")
def sender_has_another_name(mails: ModuleType) -> None:
    replace(mails, "SENDER_NAME", "HUP Test")


@fault("HUP-LINK-1", "The subject says no more than that there is news.", at="portal.program.mails")
def subject_says_nothing(mails: ModuleType) -> None:
    @wrapped(mails, "_")
    def translated(original: Any, text: str) -> Any:
        return original("Your request" if text.startswith("You're eligible") else text)


@fault("HUP-LINK-1", "Who is not eligible is told the opposite by the subject.", at="portal.program.mails")
def refusal_has_the_subject_of_a_link(mails: ModuleType) -> None:
    @wrapped(mails, "_")
    def translated(original: Any, text: str) -> Any:
        return original(text.replace("not eligible", "eligible"))


@fault("HUP-LINK-1", "Mails are dated 1970.", at=_MAIL)
def mail_is_dated_1970(mail: ModuleType) -> None:
    replace(mail, "format_datetime", lambda _now: "Thu, 01 Jan 1970 00:00:00 +0000")


template(
    "text-part-has-another-link",
    "HUP-LINK-2",
    "The mail's text leads to another address than its HTML.",
    file="mail/eligible.txt",
    old="{{ link }}",
    new="{{ link }}?utm_source=text",
)


template(
    "mail-has-a-tracking-pixel",
    "HUP-LINK-2",
    "Showing the mail tells a server that it is read.",
    file="mail/eligible.html",
    old="{% endblock %}",
    new="""<img src="{{ link }}/pixel.gif" width="1" height="1" alt="">{% endblock %}""",
)


template(
    "mail-loads-a-foreign-font",
    "HUP-LINK-2",
    "The mail's style comes from somebody else's host.",
    file="mail/base.html",
    old="""<meta charset="utf-8">""",
    new="""<meta charset="utf-8"><link rel="stylesheet" href="https://fonts.example/segoe.css">""",
)


@fault("HUP-LINK-2", "The link leads by way of a page that redirects.", at="portal.program.mails")
def link_leads_by_a_detour(mails: ModuleType) -> None:
    @wrapped(mails, "confirmation_link")
    def confirmation_link(original: Any, token: str) -> str:
        return f"{mails.sites.origin('program')}/?next={original(token)}"


@fault("HUP-LINK-2", "The mail has no part in HTML.", at=_MAIL)
def mail_has_no_html(mail: ModuleType) -> None:
    replace(mail.EmailMultiAlternatives, "attach_alternative", lambda _message, _content, _kind: None)


template(
    "mail-names-a-foreign-site",
    "HUP-LINK-2",
    "The mail's small print names somebody else's site.",
    file="mail/eligible.txt",
    old="{% endautoescape %}",
    new="To unsubscribe: www.mailer.example/out\n{% endautoescape %}",
)


def _deceived_by(sites: ModuleType, header: str) -> None:
    """Make confirmation links from a header of the request."""
    claims = threading.local()

    @wrapped(sites.SiteMiddleware, "__call__")
    def call(original: Any, self: object, request: Any) -> Any:
        claims.host = request.headers.get(header, "").removeprefix("host=").partition(";")[0]
        return original(self, request)

    @wrapped(sites, "url")
    def url(original: Any, key: str, name: str, *arguments: Any) -> str:
        made: str = original(key, name, *arguments)
        believed = claims.host if name == "confirm" else ""
        return made.replace(sites.origin(key), f"http://{believed}") if believed else made


@fault("HUP-LINK-9", "X-Forwarded-Host decides where the link leads.", at="portal.sites")
def forwarded_host_is_believed(sites: ModuleType) -> None:
    _deceived_by(sites, "X-Forwarded-Host")


@fault("HUP-LINK-9", "The Forwarded header decides where the link leads.", at="portal.sites")
def forwarded_header_is_believed(sites: ModuleType) -> None:
    _deceived_by(sites, "Forwarded")


@fault("HUP-LINK-9", "X-Original-Host decides where the link leads.", at="portal.sites")
def original_host_is_believed(sites: ModuleType) -> None:
    _deceived_by(sites, "X-Original-Host")
