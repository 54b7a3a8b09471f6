"""The environment's say in what a run is run against. Nothing else here reads these variables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from harness.closest import closest
from harness.targets import TargetError

PREFIX: Final = "HUP_"
ELSEWHERE: Final = ("HUP_BROWSER", "HUP_HISTORY", "HUP_PYTHON")
"""Variables of ours that say nothing of a target; see `./run --help`."""
MAILPIT_SMTP_PORT: Final = 1025


class Settings(BaseSettings):
    """What the environment says; None where it says nothing. An empty variable says nothing."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    target: str | None = None
    program_url: str | None = None
    account_url: str | None = None
    store_url: str | None = None
    admin_url: str | None = None
    business_url: str | None = None
    control_url: str | None = None
    control_secret: SecretStr | None = None
    dns_url: str | None = None
    dns_secret: SecretStr | None = None
    mail_url: str | None = None
    mail_delay: float | None = None
    portal_log: Path | None = None
    mailpit_url: str | None = Field(default=None, validation_alias="MAILPIT_URL")
    mailpit_smtp_host: str | None = Field(default=None, validation_alias="MAILPIT_SMTP_HOST")
    mailpit_smtp_port: int = Field(
        default=MAILPIT_SMTP_PORT, validation_alias="MAILPIT_SMTP_PORT", ge=1, le=65_535
    )

    @classmethod
    def from_environment(cls) -> Settings:
        """Raise TargetError for a variable that means nothing here, or whose value cannot be right."""
        known = [variable(key) for key in cls.model_fields]
        for name in os.environ:
            if name.startswith(PREFIX) and name not in (*known, *ELSEWHERE):
                valid = ", ".join((*known, *ELSEWHERE))
                raise TargetError(f"unknown variable {name}{closest(name, known)}. Valid are: {valid}")
        try:
            return cls()
        except ValidationError as error:
            problems = (
                f"{variable(str(problem['loc'][0]))}: {problem['msg']}"
                for problem in error.errors(include_url=False, include_input=False)
            )
            raise TargetError(f"environment: {'; '.join(problems)}") from None

    def target_values(self) -> dict[str, Any]:
        """Return what it says about a target, by the keys of a target's file."""
        values: dict[str, Any] = {
            key: getattr(self, key)
            for key in (
                "program_url",
                "account_url",
                "store_url",
                "admin_url",
                "business_url",
                "control_url",
                "control_secret",
                "dns_url",
                "dns_secret",
                "mail_url",
                "mail_delay",
                "portal_log",
            )
        }
        values["mail_url"] = self.mail_url or self.mailpit_url
        return {key: value for key, value in values.items() if value is not None}


def variable(key: str) -> str:
    """Return the environment variable that sets `key`."""
    field = Settings.model_fields.get(key)
    alias = field.validation_alias if field is not None else None
    return alias if isinstance(alias, str) else f"{PREFIX}{key.upper()}"
