"""Which organizations qualify. Source: the program's FAQ, "How does an organization qualify"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Segment(StrEnum):
    """The kind of customer."""

    COMMERCIAL = "commercial"
    GOVERNMENT = "government"
    EDUCATION = "education"
    NONPROFIT = "nonprofit"


class SoftwareAssurance(StrEnum):
    """The state of Software Assurance for qualifying Office applications."""

    ACTIVE = "active"
    LAPSED = "lapsed"
    NONE = "none"


LICENSE_THRESHOLD = 2_000
COUNTED_PLANS = frozenset({"E3", "E5"})
SEGMENTS_AT_ANY_COUNT = frozenset({Segment.EDUCATION, Segment.NONPROFIT})
SEGMENTS_WITH_THRESHOLD = frozenset({Segment.COMMERCIAL, Segment.GOVERNMENT})


@dataclass(frozen=True, slots=True)
class Holdings:
    """All of an organization that the decision depends on. ``licenses`` counts seats by plan."""

    segment: Segment
    licenses: Mapping[str, int] = field(default_factory=dict)
    software_assurance: SoftwareAssurance = SoftwareAssurance.NONE
    subscription_from_software_assurance: bool = False


def has_active_software_assurance(holdings: Holdings) -> bool:
    """Active Software Assurance for qualifying Office applications qualifies; lapsed does not."""
    return holdings.software_assurance is SoftwareAssurance.ACTIVE


def has_subscription_from_software_assurance(holdings: Holdings) -> bool:
    """Microsoft 365 (E3, E5) *from Software Assurance* qualifies at any count."""
    return holdings.subscription_from_software_assurance


def counted_licenses(licenses: Mapping[str, int]) -> int:
    """How many licenses count towards the threshold: E3 and E5 together, no other plan."""
    return sum(count for plan, count in licenses.items() if plan in COUNTED_PLANS)


def reaches_threshold(holdings: Holdings) -> bool:
    """Commercial and government customers qualify with 2,000 licenses or more of E3, of E5 or of both."""
    return (
        holdings.segment in SEGMENTS_WITH_THRESHOLD
        and counted_licenses(holdings.licenses) >= LICENSE_THRESHOLD
    )


def qualifies_by_segment(holdings: Holdings) -> bool:
    """Education and non-profit customers qualify at any license count."""
    return holdings.segment in SEGMENTS_AT_ANY_COUNT


class Criterion(StrEnum):
    """What an organization can qualify by."""

    SOFTWARE_ASSURANCE = "software_assurance"
    SUBSCRIPTION_FROM_SOFTWARE_ASSURANCE = "subscription_from_software_assurance"
    LICENSES = "licenses"
    SEGMENT = "segment"


_DECIDES: Mapping[Criterion, Callable[[Holdings], bool]] = {
    Criterion.SOFTWARE_ASSURANCE: has_active_software_assurance,
    Criterion.SUBSCRIPTION_FROM_SOFTWARE_ASSURANCE: has_subscription_from_software_assurance,
    Criterion.LICENSES: reaches_threshold,
    Criterion.SEGMENT: qualifies_by_segment,
}


def criteria_met(holdings: Holdings) -> list[Criterion]:
    """By which criteria the organization qualifies; by none, if it does not."""
    return [criterion for criterion, is_met in _DECIDES.items() if is_met(holdings)]


def is_eligible(holdings: Holdings) -> bool:
    """Whether the organization meets at least one of the criteria."""
    return bool(criteria_met(holdings))
