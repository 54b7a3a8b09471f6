"""Runs of pytest that are told which scenarios to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness.conftest import Project

_SELECTING = ("-p", "harness.selection.plugin", "-p", "no:cacheprovider")


def _run(project: Project, *arguments: str) -> tuple[int, str]:
    done = project.run(*_SELECTING, *arguments)
    return done.returncode, done.stdout


@pytest.mark.parametrize("workers", ["0", "2"])
def test_tags_and_places_and_words_all_have_to_fit(features_project: Project, workers: str) -> None:
    features_project.write({"tests/test_unit.py": "def test_other(): pass\n"})
    code, said = _run(
        features_project,
        "-n",
        workers,
        "--tags=@slow and not @HUP-LINK-3",
        "--features",
        "features",
        "-k",
        "After",
    )
    assert code == pytest.ExitCode.OK, said
    assert "After 1439 minutes" in said
    assert "After 1441 minutes" in said
    assert "2 passed" in said


def test_row_by_its_line_is_the_only_one_run(features_project: Project) -> None:
    lines = (features_project.path / "features/link.feature").read_text().splitlines()
    row = lines.index("        | 1441    | let in  |") + 1
    code, said = _run(features_project, "-n", "0", "--features", f"features/link.feature:{row}")
    assert code == pytest.ExitCode.OK, said
    assert "1 passed, 8 deselected" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--tags=@slw"], "--tags: no scenario carries @slw, and it is not declared"),
        (["--tags=@slow and"], "--tags: a tag is missing at >>> in '@slow and >>>'"),
        (["--features="], "--features is empty; for example"),
        (["--features", "features/lnk.feature"], "there is no features/lnk.feature; did you mean"),
        (["--features", "features/link.feature:3"], "features/link.feature:3: no scenario stands there"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    features_project: Project, arguments: list[str], told: str
) -> None:
    code, said = _run(features_project, "-n", "2", *arguments)
    assert code == pytest.ExitCode.USAGE_ERROR, said
    assert [line.startswith(f"ERROR: {told}") for line in said.splitlines() if line] == [True], said


@pytest.mark.parametrize("workers", ["0", "2"])
def test_nothing_that_fits_is_said(features_project: Project, workers: str) -> None:
    code, said = _run(features_project, "-n", workers, "--tags=@HUP-LINK-3 and @HUP-LINK-4", "-k", "Used")
    assert code == pytest.ExitCode.NO_TESTS_COLLECTED, said
    assert "No scenario fits --tags '@HUP-LINK-3 and @HUP-LINK-4' and -k 'Used', so nothing was run." in said
