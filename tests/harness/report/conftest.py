"""What the tests of pictures share."""

from __future__ import annotations

import pytest

from harness.report.pictures import PictureBook


@pytest.fixture
def book() -> PictureBook:
    return PictureBook()
