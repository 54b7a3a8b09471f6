"""The features about the portal's qualities, run as tests."""

from __future__ import annotations

from pytest_bdd import scenarios

scenarios("quality")
