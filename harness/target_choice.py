"""From what the user typed and what the environment says to the target of a run."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from harness.control import ControlClient, ControlError
from harness.loopback import LOOPBACK, is_localhost_name
from harness.targets import (
    REFERENCE,
    Target,
    TargetError,
    address,
    make_target,
    origin,
    read_target_file,
    target_file,
)

if TYPE_CHECKING:
    from harness.settings import Settings

_OUR_VARIABLES: Final = ("HUP_", "MAILPIT_")
_SITES: Final = {
    "program_url": "program",
    "account_url": "account",
    "store_url": "store",
}
_SITES_OF_ADMINISTRATORS: Final = {"admin_url": "admin", "business_url": "business"}
_INFO_TIMEOUT: Final = 10.0


@dataclass(frozen=True, slots=True)
class ExternalMail:
    """A mail server that runs already, for the reference portal to send to."""

    url: str
    smtp_host: str
    smtp_port: int


@dataclass(frozen=True, slots=True)
class StartReference:
    """The portal of this repository is to be started for the run."""

    external_mail: ExternalMail | None = None


def choose_target(wanted: str | None) -> Target | StartReference:
    """Decide by `--target` (None where it was not given), then by the environment, else for the reference.

    Where both speak, the command line and the file that it names hold; the environment fills the gaps.
    Raises TargetError.
    """
    if wanted in {None, REFERENCE} and not any(name.startswith(_OUR_VARIABLES) for name in os.environ):
        return StartReference()
    # Imported here, for it takes a tenth of a second that the usual run need not spend.
    from harness.settings import Settings  # noqa: PLC0415

    settings = Settings.from_environment()
    wanted = wanted or settings.target
    spoken = settings.target_values()
    portal_is_elsewhere = spoken.keys() - {"mail_url"}
    if wanted == REFERENCE or (wanted is None and not portal_is_elsewhere):
        return StartReference(_external_mail(settings))
    if wanted is None:
        return _target("environment", spoken, source="environment")
    if "://" in wanted:
        return _target(wanted, {**spoken, "program_url": wanted}, source=f"--target {wanted}")
    file = target_file(wanted)
    return _target(file.stem, {**spoken, **read_target_file(file)}, source=str(file))


def _target(name: str, values: dict[str, Any], *, source: str) -> Target:
    from harness.settings import variable  # noqa: PLC0415 - as above

    values = {**values, "name": name}
    # A portal on this machine serves its control API beside its sites.
    if "control_secret" in values and "control_url" not in values:
        with suppress(ValueError):  # a malformed address is told of below
            program = urlsplit(origin(str(values.get("program_url", ""))))
            if is_localhost_name(program.hostname or ""):
                values["control_url"] = f"{program.scheme}://{LOOPBACK}:{program.port or 80}"
    if "control_url" in values and "control_secret" in values:
        sites = _SITES | _SITES_OF_ADMINISTRATORS
        missing = {key: site for key, site in sites.items() if key not in values}
        origins: dict[str, str] = {}
        # Where only what a portal need not have is missing, one that does not answer is told of by its check.
        with suppress(*([] if missing.keys() & _SITES else [TargetError])):
            origins = (
                _origins(str(values["control_url"]), values["control_secret"], source) if missing else {}
            )
        values |= {key: origins[site] for key, site in missing.items() if site in origins}
    try:
        return make_target(values, source=source)
    except TargetError as error:
        settable = ", ".join(variable(key) for key in (*_SITES, *_SITES_OF_ADMINISTRATORS, "mail_url"))
        raise TargetError(f"{error}. The environment can say them too: {settable}") from None


def _origins(control_url: str, secret: Any, source: str) -> dict[str, str]:  # noqa: ANN401 - str or SecretStr
    plain = secret if isinstance(secret, str) else secret.get_secret_value()
    try:
        with ControlClient(origin(control_url), plain, timeout=_INFO_TIMEOUT) as control:
            return control.info().origins
    except ValueError as error:
        raise TargetError(f"{source}: control_url: {error}") from None
    except ControlError as error:
        raise TargetError(f"{source}: the portal was asked where its sites are: {error}") from error


def _external_mail(settings: Settings) -> ExternalMail | None:
    if settings.mailpit_url is None:
        return None
    try:
        url = address(settings.mailpit_url)
    except ValueError as error:
        raise TargetError(f"MAILPIT_URL: {error}") from None
    return ExternalMail(
        url=url,
        smtp_host=settings.mailpit_smtp_host or urlsplit(url).hostname or LOOPBACK,
        smtp_port=settings.mailpit_smtp_port,
    )
