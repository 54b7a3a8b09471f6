"""Looking up TXT records, at the resolver that the portal was started with or else at the system's."""

import logging
import time
from enum import StrEnum

import dns.exception
import dns.name
import dns.resolver
from django.conf import settings

# What every network lets pass in one piece; more comes by TCP.
_UDP_PAYLOAD = 1232

_log = logging.getLogger(__name__)


class Failure(StrEnum):
    """Why a name has no records to show."""

    NO_SUCH_NAME = "no-such-name"
    NO_RECORD = "no-record"
    SERVER_FAILURE = "server-failure"
    TOO_LATE = "too-late"


class LookUpError(Exception):
    """There is nothing to show for a name; ``failure`` says why."""

    def __init__(self, name: str, failure: Failure) -> None:
        super().__init__(f"{name}: {failure}")
        self.failure = failure


class LookUps:
    """Some look-ups for one person who waits: together they take no longer than the portal's time-out."""

    def __init__(self) -> None:
        self._end = time.monotonic() + settings.PORTAL.dns_timeout

    def texts(self, name: str) -> list[bytes]:
        """The TXT records of exactly this name, the strings of each joined. Raises `LookUpError`."""
        try:
            return self._texts(name)
        except dns.resolver.NXDOMAIN:
            failure = Failure.NO_SUCH_NAME
        except dns.resolver.NoAnswer:
            failure = Failure.NO_RECORD
        except dns.exception.Timeout:
            failure = Failure.TOO_LATE
        except dns.exception.DNSException as error:
            _log.warning("DNS look-up of %s failed: %s", name, error)
            failure = Failure.SERVER_FAILURE
        _log.info("TXT records of %s: none, %s", name, failure)
        raise LookUpError(name, failure)

    def _texts(self, name: str) -> list[bytes]:
        left = self._end - time.monotonic()
        if left <= 0:
            raise dns.exception.Timeout
        # With the root's label, so that no search list of this machine is tried.
        answer = _resolver().resolve(dns.name.from_text(f"{name}."), "TXT", lifetime=left, search=False)
        texts = [b"".join(record.strings) for record in answer]
        _log.info("TXT records of %s: %d", name, len(texts))
        return texts


def _resolver() -> dns.resolver.Resolver:
    portal = settings.PORTAL
    if portal.dns is None:
        resolver = dns.resolver.Resolver()
    else:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = [portal.dns[0]], portal.dns[1]
    resolver.use_edns(0, 0, _UDP_PAYLOAD)
    # Half of the time for one question, so that a lost packet is sent again.
    resolver.timeout = portal.dns_timeout / 2
    return resolver
