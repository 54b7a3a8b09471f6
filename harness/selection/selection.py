"""Tags and places together: whether a collected test is among those that were asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pytest_bdd.exceptions import GherkinParseError

from harness.report.describe import describe
from harness.selection.expressions import SelectionError, TagExpression
from harness.selection.places import Places, absolute_place
from harness.vocabulary.sentences import feature_files, read_feature

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pytest


class Selection:
    """Raises SelectionError for what cannot be selected."""

    def __init__(
        self,
        *,
        tags: str | None,
        places: Sequence[str],
        bases: Sequence[Path],
        root: Path,
        declared: Collection[str],
    ) -> None:
        self._root = root
        self._expression = None if tags is None else TagExpression(tags)
        if self._expression is not None and any(
            tag.removeprefix("@") not in declared or not tag.startswith("@")
            for tag in self._expression.tags()
        ):
            self._expression.check({*declared, *_carried(root)})
        if "" in places:
            raise SelectionError("--features is empty; for example: --features features/admin")
        self.places = [absolute_place(place, bases=bases) for place in places]
        self._places = Places(self.places, root=root) if places else None

    @property
    def told(self) -> list[str]:
        """What was asked for, as on a command line."""
        asked = [f"--tags {self._expression.text!r}"] if self._expression else []
        return [*asked, *(f"--features {place.removeprefix(f'{self._root}/')}" for place in self.places)]

    def includes(self, item: pytest.Item) -> bool:
        """Say whether it is a scenario that fits both."""
        scenario = describe(item)
        if scenario is None:
            return False
        if self._expression is not None and not self._expression.matches(scenario.tags):
            return False
        line = scenario.example_line or scenario.line
        return self._places is None or self._places.include(self._root / scenario.feature.path, line)


def _carried(root: Path) -> set[str]:
    """Return the tags in the feature files, those that nothing declares among them."""
    try:
        features = [read_feature(path) for path in feature_files(root / "features")]
    except GherkinParseError as error:
        raise SelectionError(f"{error.filename}:{error.line}: {error.message}") from error
    return {tag.name for feature in features for tag in feature.tags}
