"""The administrator's features, run as tests."""

from __future__ import annotations

from pytest_bdd import scenarios

scenarios("admin")
