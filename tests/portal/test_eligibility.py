"""Which organizations qualify."""

from __future__ import annotations

import pytest

from portal.rules import eligibility
from portal.rules.eligibility import Holdings, Segment, SoftwareAssurance


@pytest.mark.parametrize("segment", [Segment.COMMERCIAL, Segment.GOVERNMENT])
@pytest.mark.parametrize(
    ("licenses", "eligible"),
    [
        ({}, False),
        ({"E3": 1_999}, False),
        ({"E3": 2_000}, True),
        ({"E3": 2_001}, True),
        ({"E5": 1_999}, False),
        ({"E5": 2_000}, True),
        ({"E3": 1_200, "E5": 800}, True),
        ({"E3": 1_200, "E5": 799}, False),
        ({"Business Premium": 5_000}, False),
        ({"E3": 1_999, "E1": 1}, False),
        ({"E3": 1_000, "F3": 9_000, "E5": 999}, False),
        ({"e3": 2_000}, False),
    ],
)
def test_threshold_counts_e3_and_e5_together_and_nothing_else(
    segment: Segment, licenses: dict[str, int], *, eligible: bool
) -> None:
    assert eligibility.is_eligible(Holdings(segment, licenses)) is eligible


@pytest.mark.parametrize("segment", [Segment.EDUCATION, Segment.NONPROFIT])
@pytest.mark.parametrize("licenses", [{}, {"E3": 1}, {"Business Basic": 10}])
def test_education_and_nonprofit_qualify_at_any_count(segment: Segment, licenses: dict[str, int]) -> None:
    assert eligibility.is_eligible(Holdings(segment, licenses))


@pytest.mark.parametrize("segment", [Segment.COMMERCIAL, Segment.GOVERNMENT])
@pytest.mark.parametrize(
    ("state", "eligible"),
    [
        (SoftwareAssurance.ACTIVE, True),
        (SoftwareAssurance.LAPSED, False),
        (SoftwareAssurance.NONE, False),
    ],
)
def test_only_active_software_assurance_qualifies(
    segment: Segment, state: SoftwareAssurance, *, eligible: bool
) -> None:
    assert eligibility.is_eligible(Holdings(segment, software_assurance=state)) is eligible


def test_subscription_from_software_assurance_qualifies_at_any_count() -> None:
    one = Holdings(Segment.COMMERCIAL, {"E3": 1}, subscription_from_software_assurance=True)
    assert eligibility.is_eligible(one)


def test_lapsed_software_assurance_takes_nothing_away() -> None:
    many = Holdings(Segment.COMMERCIAL, {"E5": 2_000}, software_assurance=SoftwareAssurance.LAPSED)
    assert eligibility.is_eligible(many)
