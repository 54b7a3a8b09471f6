"""Whether a portal that runs elsewhere, and its mail, can be reached, asked before any test is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx

from harness.control import ControlClient, ControlError
from harness.dns.client import DnsRecords, DnsServerError
from harness.loopback import LoopbackTransport
from harness.targets import TargetError

if TYPE_CHECKING:
    from harness.targets import Target

_TIMEOUT: Final = 10.0


def check_target(target: Target) -> Target:
    """Return the target with the name of its mail server filled in.

    Raises TargetError that names everything that does not answer as it should.
    """
    problems = []
    with httpx.Client(transport=LoopbackTransport(), timeout=_TIMEOUT, trust_env=False) as http:
        problems += _problems(http, "the program site", f"{target.program_url}/")
        mail_problems = _problems(http, "the mail API", f"{target.mail_url}/api/v1/messages?limit=1")
        problems += mail_problems
        mail_server = target.mail_server if mail_problems else _mail_server(http, target)
    if target.can("control"):
        try:
            with ControlClient.for_target(target) as control:
                control.info()
        except ControlError as error:
            problems.append(f"{error} (at {target.control_url}; is the control secret that portal's?)")
    if target.can("dns"):
        try:
            with DnsRecords.for_target(target) as records:
                records.check()
        except DnsServerError as error:
            problems.append(f"{error} (at {target.dns_url}; is the dns secret that server's?)")
    if problems:
        listed = "".join(f"\n  - {problem}" for problem in problems)
        raise TargetError(
            f"the target {target.name} cannot be tested:{listed}\n"
            "Start what is missing, or correct its address"
        )
    return target.model_copy(update={"mail_server": mail_server})


def _problems(http: httpx.Client, what: str, url: str) -> list[str]:
    try:
        response = http.get(url, follow_redirects=True)
    except httpx.HTTPError as error:
        return [f"{what} does not answer at {url}: {error or type(error).__name__}"]
    if response.is_success:
        return []
    return [f"{what} answers at {url} with status {response.status_code}"]


def _mail_server(http: httpx.Client, target: Target) -> str:
    """Return "Mailpit v1.30.5" where it says so."""
    try:
        version = http.get(f"{target.mail_url}/api/v1/info").json()["Version"]
    except (httpx.HTTPError, KeyError, TypeError, ValueError):
        return f"mail server at {target.mail_url}"
    return f"Mailpit {version}" if str(version).startswith("v") else str(version)
