"""Faults of the confirmation link: HUP-LINK."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped


@fault("HUP-LINK-3", "A confirmation link works as often as one likes.", at="portal.rules.links")
def link_works_twice(links: ModuleType) -> None:
    @wrapped(links, "state")
    def state(original: Any, *, used_at: object, **others: Any) -> Any:
        return original(used_at=None, **others)


@fault("HUP-LINK-5", "The token of a link has 32 random bits.", at="portal.rules.links")
def token_of_32_bits(links: ModuleType) -> None:
    replace(links, "TOKEN_BYTES", 4)


template(
    "text-part-has-another-link",
    "HUP-LINK-2",
    "The mail's text leads to another address than its HTML.",
    file="mail/eligible.txt",
    old="{{ link }}",
    new="{{ link }}?utm_source=text",
)
