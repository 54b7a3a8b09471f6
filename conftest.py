"""The fixtures and steps that every test here can use."""

from __future__ import annotations

import pytest

# Before anything imports them, so that a failed assertion shows what it compared.
pytest.register_assert_rewrite("fixtures", "steps")

pytest_plugins = [
    "harness.pytest_run",
    "harness.progress.plugin",
    "harness.report.plugin",
    "harness.selection.plugin",
    "harness.vocabulary.plugin",
    "fixtures.accounts",
    "fixtures.addresses",
    "fixtures.browser",
    "fixtures.confirmations",
    "fixtures.control",
    "fixtures.control_door",
    "fixtures.employee",
    "fixtures.every_page.guide",
    "fixtures.evidence",
    "fixtures.foreign_site",
    "fixtures.intruder",
    "fixtures.keyboard",
    "fixtures.mailbox",
    "fixtures.organizations",
    "fixtures.overheard",
    "fixtures.people",
    "fixtures.plain_browser",
    "fixtures.sales",
    "fixtures.springboard",
    "fixtures.tried_addresses",
    "fixtures.visitor",
    "steps.accessibility",
    "steps.confirming",
    "steps.helping",
    "steps.installing",
    "steps.intruding",
    "steps.keyboard",
    "steps.mail",
    "steps.markets",
    "steps.orders",
    "steps.other_products",
    "steps.people",
    "steps.prices",
    "steps.private_pages",
    "steps.promoting",
    "steps.qualifying",
    "steps.shopping",
    "steps.signing_in",
    "steps.signing_up",
]
