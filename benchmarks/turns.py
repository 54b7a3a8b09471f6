"""Running the same test more than once in a session."""

from __future__ import annotations

from typing import Final

import pytest

ALONE: Final = ("-p", "no:hup-publisher")
"""Options of a run that is measured: a report of tests that run over and over would be none."""


def again(item: pytest.Item) -> pytest.Item:
    """Return the same test once more, as an item of its own."""
    assert isinstance(item, pytest.Function)
    return pytest.Function.from_parent(
        item.parent,
        name=item.name,
        originalname=item.originalname,
        callspec=getattr(item, "callspec", None),
        callobj=item.obj,
        fixtureinfo=item._fixtureinfo,  # noqa: SLF001 - else it would not know its parameters
    )
