"""What a run is run against: the addresses of a portal and its mail, and what can be done there.

`reference` is the portal of this repository, started for the run. Every other target is described by a file
(`targets/NAME.toml`, or any TOML file), by the environment, or by an address with the environment's help.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from harness.closest import closest
from harness.paths import ROOT, is_there
from harness.weather.model import Weather

TARGETS: Final = ROOT / "targets"
"""Where the targets that have a name are described, one TOML file each."""
REFERENCE: Final = "reference"

Capability = Literal["control", "catalogue", "portal-log", "administration", "dns"]
"""`control`: organizations and accounts can be made; `catalogue`: some exist already, listed in the target's
file; `portal-log`: the portal's log can be read from here; `administration`: both sites of administrators are
known; `dns`: the portal asks a DNS server that can be told what to answer."""


class TargetError(ValueError):
    """The target that was asked for is unknown or badly described; the message says what would be right."""


def origin(value: str) -> str:
    """Return scheme, host and port without a slash at the end, or raise ValueError."""
    parts = urlsplit(address(value))
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(
            f"{value!r} is more than an origin: write scheme, host and port only, as in https://hup.example"
        )
    return parts.geturl()


def address(value: str) -> str:
    """Return an HTTP address without a slash at its end, or raise ValueError."""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, or too large a one
        usable = False
    if not usable or any(character.isspace() for character in value):
        raise ValueError(
            f"{value!r} is not an address: write it as in https://hup.example or http://127.0.0.1:8025"
        )
    return value.rstrip("/")


Origin = Annotated[str, AfterValidator(origin)]
Address = Annotated[str, AfterValidator(address)]


class CatalogueOrganization(BaseModel):
    """An organization that a target without control API already has, for scenarios to find by its traits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    domain: str = Field(min_length=1)
    traits: tuple[str, ...] = ()


class Target(BaseModel):
    """One portal with its mail. Origins and addresses have no slash at their end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    program_url: Origin
    account_url: Origin
    store_url: Origin
    admin_url: Origin | None = None
    """The admin center; None where the target has none, or it is not to be tested."""
    business_url: Origin | None = None
    """Store for Business, likewise."""
    control_url: Origin | None = None
    control_secret: SecretStr | None = None
    dns_url: Origin | None = None
    """Where the DNS server that the portal asks is told what to answer; see `harness.dns`."""
    dns_secret: SecretStr | None = None
    mail_url: Address
    """Base address of an API as Mailpit's."""
    mail_delay: float = Field(default=0, ge=0, le=600)
    """Seconds that a mail may still come after a page has answered; 0 where it is sent before the answer."""
    portal_log: Path | None = None
    mail_server: str = "mail catcher"
    """For the header of a run: which server receives the mail."""
    organizations: tuple[CatalogueOrganization, ...] = ()
    faults: tuple[str, ...] = ()
    """Names of the ways in which the reference portal was broken on purpose."""
    weather: Weather | None = None
    """What stands between people, the reference portal and its mail; None: nothing."""

    @property
    def title(self) -> str:
        """Its name for readers; what was made hard for it, or broken, on purpose is never left out."""
        weather = f", in weather: {self.weather.names}" if self.weather is not None else ""
        broken = f", broken on purpose: {', '.join(self.faults)}" if self.faults else ""
        return f"{self.name}{weather}{broken}"

    @model_validator(mode="after")
    def _secrets_are_there(self) -> Self:
        if self.control_url is not None and self.control_secret is None:
            raise ValueError(
                "control_url is set but control_secret is not: put the portal's PORTAL_CONTROL_SECRET into "
                "HUP_CONTROL_SECRET or the target's file, or leave control_url out"
            )
        if self.dns_url is not None and self.dns_secret is None:
            raise ValueError(
                "dns_url is set but dns_secret is not: put that server's DNS_SECRET into HUP_DNS_SECRET or "
                "the target's file, or leave dns_url out"
            )
        return self

    @property
    def secrets(self) -> dict[str, str]:
        """What must be masked wherever it would show, by its key."""
        held = {key: getattr(self, key) for key in type(self).model_fields}
        return {key: each.get_secret_value() for key, each in held.items() if isinstance(each, SecretStr)}

    def can(self, capability: str) -> bool:
        """Say whether scenarios that need `capability` can run here; ValueError for an unknown capability."""
        match capability:
            case "control":
                return self.control_url is not None
            case "catalogue":
                return bool(self.organizations)
            case "portal-log":
                return self.portal_log is not None
            case "administration":
                return self.admin_url is not None and self.business_url is not None
            case "dns":
                return self.dns_url is not None
            case _:
                known = ", ".join(get_args(Capability))
                raise ValueError(f"no target has the capability {capability!r}; the known ones are: {known}")


NOT_STARTED: Final = Target(
    name="none",
    program_url="http://hup.localhost:9",
    account_url="http://account.localhost:9",
    store_url="http://store.localhost:9",
    mail_url="http://127.0.0.1:9",
    mail_server="no mail catcher",
)
"""For runs that need no portal: addresses of the discard port, where nothing answers."""

TARGET_KEYS: Final = tuple(key for key in Target.model_fields if key not in {"name", "faults", "weather"})
"""What a target's file may say."""


def named_targets(directory: Path = TARGETS) -> tuple[str, ...]:
    """List the names that `--target` takes, `reference` first."""
    return (REFERENCE, *sorted(path.stem for path in directory.glob("*.toml")))


def target_file(wanted: str, directory: Path = TARGETS) -> Path:
    """Find the file of a target given by name or path; raises TargetError with the valid names."""
    if wanted.endswith(".toml"):
        path = Path(wanted)
        if is_there(path) and path.is_file():
            return path
        raise TargetError(f"--target {wanted}: there is no such file. {_valid_targets(directory)}")
    path = directory / f"{wanted}.toml"
    if wanted in named_targets(directory) and path.is_file():
        return path
    meant = closest(wanted, named_targets(directory))
    raise TargetError(f"--target {wanted}: no target has this name{meant}. {_valid_targets(directory)}")


def read_target_file(path: Path) -> dict[str, Any]:
    """Read a target's file; raises TargetError where it is no TOML or has keys that no target has."""
    try:
        described = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # no UTF-8, no TOML, or nested without end
        raise TargetError(f"{path}: cannot be read as a target: {error}") from error
    for key in described:
        if key not in TARGET_KEYS:
            meant = closest(key, TARGET_KEYS)
            raise TargetError(
                f"{path}: unknown key {key!r}{meant}. A target has these: {', '.join(TARGET_KEYS)}"
            )
    log = described.get("portal_log")
    if isinstance(log, str):  # as a path beside the file that says it, wherever the run is started
        described["portal_log"] = path.resolve().parent / log
    return described


def make_target(values: Mapping[str, Any], *, source: str, names: Mapping[str, str] | None = None) -> Target:
    """Build a target or raise TargetError with everything that is wrong, in one message.

    `source` says where the values come from; `names` translates a key to what the user has to write there.
    """
    try:
        return Target.model_validate(dict(values))
    except ValidationError as error:
        names = names or {}
        problems = []
        for problem in error.errors(include_url=False, include_input=False):
            key = ".".join(str(part) for part in problem["loc"])
            text = (
                "is missing" if problem["type"] == "missing" else problem["msg"].removeprefix("Value error, ")
            )
            problems.append(f"{names.get(key, key)}: {text}" if key else text)
        # Input values are left out on purpose: one of them is a secret.
        raise TargetError(
            f"{source}: {'; '.join(problems)}. A target has these keys: {', '.join(TARGET_KEYS)}"
        ) from None


def _valid_targets(directory: Path) -> str:
    return (
        f"Valid are: {', '.join(named_targets(directory))}; a TOML file with the keys "
        f"{', '.join(TARGET_KEYS)}; or the address of a program site (https://…)"
    )
