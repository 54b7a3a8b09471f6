"""Faults of which organizations are eligible: HUP-ELIGIBLE-1 to -5."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, wrapped

_RULES = "portal.rules.eligibility"


def _decided(eligibility: ModuleType, criterion: str, instead: Callable[[Any, Any], bool]) -> None:
    """Put a judgement, of the original one and the holdings, in the place of a criterion's."""
    original = eligibility._DECIDES[criterion]
    replace(
        eligibility, "_DECIDES", {**eligibility._DECIDES, criterion: lambda held: instead(original, held)}
    )


@fault("HUP-ELIGIBLE-1", "Software Assurance counts after it has lapsed.", at=_RULES)
def lapsed_assurance_counts(eligibility: ModuleType) -> None:
    _decided(eligibility, "software_assurance", lambda _, held: held.software_assurance != "none")


@fault("HUP-ELIGIBLE-1", "Active Software Assurance makes nobody eligible.", at=_RULES)
def assurance_counts_for_nothing(eligibility: ModuleType) -> None:
    _decided(eligibility, "software_assurance", lambda _original, _held: False)


@fault("HUP-ELIGIBLE-1", "Active Software Assurance counts for commercial customers alone.", at=_RULES)
def assurance_leaves_government_out(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "software_assurance",
        lambda original, held: original(held) and held.segment == "commercial",
    )


@fault("HUP-ELIGIBLE-1", "Lapsed Software Assurance takes the benefit from who has the licenses.", at=_RULES)
def lapse_overrules_licenses(eligibility: ModuleType) -> None:
    @wrapped(eligibility, "is_eligible")
    def is_eligible(original: Any, held: Any) -> bool:
        return bool(original(held)) and held.software_assurance != "lapsed"


@fault("HUP-ELIGIBLE-2", "A subscription from Software Assurance needs 2,000 licenses, too.", at=_RULES)
def assured_subscription_needs_2000(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "subscription_from_software_assurance",
        lambda original, held: original(held) and eligibility.counted_licenses(held.licenses) >= 2_000,
    )


@fault(
    "HUP-ELIGIBLE-2", "Plain Microsoft 365 from Software Assurance is left out, E3 and E5 count.", at=_RULES
)
def assured_microsoft_365_is_left_out(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "subscription_from_software_assurance",
        lambda original, held: original(held) and eligibility.counted_licenses(held.licenses) > 0,
    )


@fault("HUP-ELIGIBLE-2", "A single license is enough, wherever it came from.", at=_RULES)
def one_ordinary_license_is_enough(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "subscription_from_software_assurance",
        lambda original, held: original(held) or eligibility.counted_licenses(held.licenses) == 1,
    )


def _licenses_of(eligibility: ModuleType, segment: str, enough: Callable[[Any], bool]) -> None:
    """Let `enough` judge the licenses of one segment, and leave the others alone."""
    _decided(
        eligibility,
        "licenses",
        lambda original, held: enough(held.licenses) if held.segment == segment else original(held),
    )


@fault("HUP-ELIGIBLE-3", "1,999 licenses are enough in business.", at=_RULES)
def business_needs_1999(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: eligibility.counted_licenses(held) >= 1_999)


@fault("HUP-ELIGIBLE-3", "Business needs more than 2,000 licenses: > for >=.", at=_RULES)
def business_needs_2001(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: eligibility.counted_licenses(held) > 2_000)


@fault("HUP-ELIGIBLE-3", "Licenses of every plan count in business.", at=_RULES)
def business_counts_every_plan(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: sum(held.values()) >= 2_000)


@fault("HUP-ELIGIBLE-3", "It takes 2,000 licenses of one plan: a mix of E3 and E5 is not enough.", at=_RULES)
def business_mix_is_not_enough(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: max(held.get("E3", 0), held.get("E5", 0)) >= 2_000)


@fault("HUP-ELIGIBLE-3", "Licenses of E5 are left out of the count.", at=_RULES)
def business_leaves_e5_out(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: held.get("E3", 0) >= 2_000)


@fault("HUP-ELIGIBLE-3", "A plan that does not count spoils those that do.", at=_RULES)
def other_plans_spoil_the_count(eligibility: ModuleType) -> None:
    _licenses_of(
        eligibility,
        "commercial",
        lambda held: eligibility.counted_licenses(held) >= 2_000 and set(held) <= {"E3", "E5"},
    )


@fault("HUP-ELIGIBLE-4", "Government is eligible at any number of licenses.", at=_RULES)
def government_needs_no_licenses(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "government", lambda held: True)


@fault("HUP-ELIGIBLE-4", "Government is never eligible by its licenses.", at=_RULES)
def government_licenses_do_not_count(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "government", lambda held: False)


@fault("HUP-ELIGIBLE-4", "Government needs more than 2,000 licenses.", at=_RULES)
def government_needs_2001(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "government", lambda held: eligibility.counted_licenses(held) > 2_000)


@fault("HUP-ELIGIBLE-4", "Licenses of every plan count in government.", at=_RULES)
def government_counts_every_plan(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "government", lambda held: sum(held.values()) >= 2_000)


@fault("HUP-ELIGIBLE-5", "A school needs a license at least.", at=_RULES)
def schools_need_a_license(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "segment",
        lambda original, held: (
            original(held) and (held.segment != "education" or sum(held.licenses.values()) > 0)
        ),
    )


@fault("HUP-ELIGIBLE-5", "Non-profit organizations are not eligible.", at=_RULES)
def nonprofit_is_left_out(eligibility: ModuleType) -> None:
    replace(eligibility, "SEGMENTS_AT_ANY_COUNT", frozenset({eligibility.Segment.EDUCATION}))


@fault("HUP-ELIGIBLE-5", "Education needs licenses of E3 or E5, not just any.", at=_RULES)
def education_needs_plans_that_count(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "segment",
        lambda original, held: (
            original(held) and (not held.licenses or eligibility.counted_licenses(held.licenses) > 0)
        ),
    )
