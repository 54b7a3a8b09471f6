"""Mail: built from a text and an HTML template, handed to the mail server before the request is answered."""

import logging
import smtplib
from email.charset import QP, Charset
from email.utils import format_datetime, formataddr, make_msgid
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from portal import config

_log = logging.getLogger(__name__)

# Every line of a mail stays short and ASCII on the way, whatever is in an organization's name.
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP


class MailNotSentError(Exception):
    """The mail server did not take the mail."""


def deliver(
    *, to: str, subject: str, sender: tuple[str, str], site: str, template: str, context: dict[str, Any]
) -> None:
    """Send one mail to one address; ``sender`` is the display name and local part at the site's host.

    Raises `MailNotSentError` when the server does not take it.
    """
    name, local = sender
    host = config.SITE_HOSTS[site]
    context = {"subject": subject, **context}
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"mail/{template}.txt", context),
        from_email=formataddr((name, f"{local}@{host}")),
        to=[to],
        headers={
            # Django's own ends in -0000, "time zone unknown" (RFC 5322, 3.3), which parsers read as no zone.
            "Date": format_datetime(timezone.now()),
            "Message-ID": make_msgid(domain=host),
            # RFC 3834: nobody's holiday notice should answer.
            "Auto-Submitted": "auto-generated",
            "Content-Language": get_language(),
        },
    )
    message.encoding = _UTF8
    message.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        _log.exception("mail to %s was not sent: is the mail server running?", to)
        raise MailNotSentError(to) from error
    _log.info("mail sent to %s: %s", to, subject)


class LogBackend(BaseEmailBackend):
    """Writes each mail to the log, whole: for looking around by hand without a mail server."""

    def send_messages(self, email_messages: Any) -> int:
        """Log the messages."""
        for message in email_messages:
            _log.info("mail to %s", ", ".join(message.to), extra={"mail": message.body})
        return len(email_messages)
