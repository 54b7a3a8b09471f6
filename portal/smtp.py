"""Handing mail to the mail server, which may be busy for a moment: it is asked again, for a few seconds."""

import logging
import smtplib
import threading
import time
from collections.abc import Sequence

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import EmailMessage

from portal import config

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds before the second try, the third, and so on: a visitor waits for the page meanwhile."""
PATIENCE = 8.0
"""Seconds after which no further try begins, however long each of them took."""
GOODBYE_SECONDS = 1.0
"""How long the answer to QUIT may take, once the mail is the server's."""
_TEMPORARY = range(400, 500)

_log = logging.getLogger(__name__)
_stopping = threading.Event()


def give_up() -> None:
    """Let no mail be tried again: the portal stops."""
    _stopping.set()


def is_temporary(error: Exception) -> bool:
    """Whether the same mail may be taken in a moment (RFC 5321, 4.2.1): nobody has answered, or with 4yz.

    A connection that is lost counts as well, even after the last byte of the mail: the server has not said
    that it took it. Should it have, both mails have the same Message-ID (RFC 5321, 6.1).
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in _TEMPORARY for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code in _TEMPORARY
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError)


class SmtpBackend(EmailBackend):
    """SMTP that tries again, and never asks DNS for this machine's name, which can take seconds."""

    def open(self) -> bool:
        """Connect, unless connected."""
        if self.connection:
            return False
        self.connection = smtplib.SMTP(
            self.host,
            self.port,
            local_hostname=config.SITE_HOSTS["program"],
            timeout=settings.EMAIL_TIMEOUT,
        )
        return True

    def close(self) -> None:
        """Hang up. How the server takes that says nothing of the mail, which it has accepted or refused."""
        connection, self.connection = self.connection, None
        if connection is None:
            return
        try:
            if connection.sock is not None:
                connection.sock.settimeout(GOODBYE_SECONDS)
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each of them; what the server has accepted is not sent again.

        Raises SMTPException or OSError where a mail is refused for good, or again and again.
        """
        return sum(self._send_patiently(message) for message in email_messages)

    def _send_patiently(self, message: EmailMessage) -> int:
        began = time.monotonic()
        for tried, pause in enumerate(PAUSES, start=1):
            try:
                return super().send_messages([message])
            except (smtplib.SMTPException, OSError) as error:
                if not is_temporary(error) or time.monotonic() - began + pause > PATIENCE:
                    raise
                _log.warning(
                    "mail to %s was not taken, try %d follows in %g s: %s: %s",
                    *(", ".join(message.to), tried + 1, pause, type(error).__name__, error),
                )
                if _stopping.wait(pause):
                    raise
        return super().send_messages([message])
