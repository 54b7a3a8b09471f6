"""The reference portal, by hand: with employers, accounts, and a file to run the features against it."""

from __future__ import annotations

import os
import socket
import sys
import tomllib
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harness.control import ControlClient, ControlError
from harness.interruption import Interruption, RunStopped
from harness.loopback import LOOPBACK
from harness.mail.server import MailServerChoice, MailServerUnavailableError
from harness.paths import ROOT, STATE
from harness.ports import PortInUseError
from harness.processes import ProcessStartError
from harness.run_directory import RunDirectory
from harness.services import Services
from harness.target_choice import StartReference, choose_target
from harness.targets import REFERENCE, TargetError

if TYPE_CHECKING:
    from harness.targets import Target

ACCOUNT: Final = "sam@home.example"
PASSWORD: Final = "demo-password"  # noqa: S105 - of an account that lives as long as this command
EMPLOYEE: Final = "sam@contoso.example"
OUTSIDER: Final = "kim@fabrikam.example"
ADMINISTRATOR: Final = "alex@contoso.example"
OTHER_ADMINISTRATOR: Final = "robin@fabrikam.example"
_ENOUGH_LICENSES: Final = 2_000
_TOO_FEW_LICENSES: Final = 10


class DemoError(RuntimeError):
    """The portal or the catcher could not start, or ended; the message says what to do."""


def serve_demo(*, port: int, mail: str) -> None:
    """Run until a signal. Raises DemoError."""
    interruption = Interruption()
    interruption.install()
    deaths: list[str] = []

    def on_death(notice: str) -> None:
        deaths.append(notice)
        interruption.stop_run(notice)

    try:
        with ExitStack() as cleanup:
            directory = RunDirectory()
            cleanup.callback(directory.remove)
            chosen = choose_target(REFERENCE)
            services = Services(
                directory=directory.path,
                logs=directory.path,
                mail=MailServerChoice(mail),
                external_mail=chosen.external_mail if isinstance(chosen, StartReference) else None,
                portal_port=port,
                port_option="--port",
                on_death=on_death,
            )
            cleanup.callback(services.stop)
            target = services.start()
            services.wait_ready()
            add_demo_data(target)
            file = write_target_file(target)
            cleanup.callback(file.unlink, missing_ok=True)
            _say(guide(target, file))
            interruption.wait()
    except RunStopped:
        if not deaths:
            _say("\nstopped")
    except (
        *(TargetError, PortInUseError, MailServerUnavailableError),
        *(ProcessStartError, ControlError, OSError),
    ) as error:
        raise DemoError(str(error)) from error
    finally:
        interruption.restore()
    if deaths:
        raise DemoError(deaths[0])


def add_demo_data(target: Target) -> None:
    with ControlClient.for_target(target) as control:
        contoso = control.create_organization(
            "Contoso",
            [EMPLOYEE.partition("@")[2]],
            licenses={"E3": _ENOUGH_LICENSES},
            devices={"E3": 2 * _ENOUGH_LICENSES},
            volume_licensing=True,
            previous_program=True,
        )
        fabrikam = control.create_organization(
            "Fabrikam", [OUTSIDER.partition("@")[2]], licenses={"E3": _TOO_FEW_LICENSES}
        )
        for organization, email in ((contoso, ADMINISTRATOR), (fabrikam, OTHER_ADMINISTRATOR)):
            control.create_account(
                email, PASSWORD, kind="work", organization=organization.id, role="administrator"
            )
        control.create_account(ACCOUNT, PASSWORD, display_name="Sam")


def write_target_file(target: Target, directory: Path = STATE) -> Path:
    """Write what a run needs to test this portal; only its owner may read it, as it holds the secret."""
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "portal.toml"
    if _is_in_use(file):  # another portal was started by hand from this working copy
        file = directory / f"portal-{urlsplit(target.program_url).port}.toml"
    values = {
        "program_url": target.program_url,
        "account_url": target.account_url,
        "store_url": target.store_url,
        "admin_url": target.admin_url,
        "business_url": target.business_url,
        "control_url": target.control_url,
        "control_secret": target.secrets.get("control_secret", ""),
        "dns_url": target.dns_url,
        "dns_secret": target.secrets.get("dns_secret"),
        "mail_url": target.mail_url,
        "portal_log": target.portal_log,
        "mail_server": target.mail_server,
    }
    text = "# Written by ./run portal; gone when that stops.\n" + "".join(
        f'{key} = "{value}"\n' for key, value in values.items() if value is not None
    )
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    return file


def _is_in_use(file: Path) -> bool:
    try:
        port = urlsplit(tomllib.loads(file.read_text(encoding="utf-8"))["program_url"]).port
        with socket.create_connection((LOOPBACK, port or 0), timeout=1):
            return True
    except (OSError, KeyError, ValueError):
        return False


def guide(target: Target, file: Path) -> str:
    shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
    return f"""\
The portal is ready. Ctrl-C stops it.

  program       {target.program_url}/
  account       {target.account_url}/sign-in/
  store         {target.store_url}/
  for business  {target.business_url}/   (administrators with Volume Licensing)
  admin center  {target.admin_url}/   (all other administrators)
  mail          {target.mail_url}/   (every mail that the portal sends)

  work address  {EMPLOYEE}    (of Contoso, which is eligible)
                {OUTSIDER}   (of Fabrikam, which is not)
  account       {ACCOUNT}   password  {PASSWORD}
  work account  {ADMINISTRATOR}   password  {PASSWORD}   (administers Contoso, with Volume Licensing)
                {OTHER_ADMINISTRATOR}   password  {PASSWORD}   (administers Fabrikam, without)
  test cards    4242 4242 4242 4242 is accepted, 4000 0000 0000 0002 is declined;
                any date to come, any three digits

  DNS           {target.dns_url}   (the portal's: says what a name answers)
  log           {target.portal_log}

Let a domain have a record; the secret is dns_secret of the file below:

  curl -H "Authorization: Bearer SECRET" -X PUT {target.dns_url}/names/DOMAIN -d '{{"txt": ["VALUE"]}}'

Run the features against it:

  ./run e2e --target {shown}
"""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
