"""What can be compared, and what is said where nothing can."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from harness import git
from harness.changes.revisions import RevisionError, snapshots
from tests.harness.changes.conftest import FEATURE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harness.changes.conftest import Repository

    Told = Callable[..., tuple[int, list[str], str]]


def _with(name: str) -> dict[str, str | None]:
    return {"features/links.feature": FEATURE + f"\n  Scenario: {name}\n    When it rains\n"}


@pytest.mark.parametrize(
    ("asked", "added"),
    [
        ((), ["Not committed"]),
        (("first..",), ["On main", "Not committed"]),
        (("first",), ["On main"]),
        (("first..main",), ["On main"]),
        (("..branch",), ["On a branch"]),
        (("main..branch",), ["On a branch"]),
        (("main...branch",), ["On a branch"]),
        (("branch...",), ["On main", "Not committed"]),
    ],
)
def test_revisions_are_named_as_with_git(
    repository: Repository, told: Told, asked: tuple[str, ...], added: list[str]
) -> None:
    repository.git("checkout", "--quiet", "-b", "branch")
    repository.commit(_with("On a branch"))
    repository.git("checkout", "--quiet", "main")
    repository.commit({"features/main.feature": "Feature: Main\n  Scenario: On main\n    When it snows\n"})
    repository.write(
        {"features/other.feature": "Feature: Other\n  Scenario: Not committed\n    When it hails\n"}
    )
    code, lines, error = told(*asked)
    assert (code, error) == (0, "")
    assert [line.split("  ")[-1].strip() for line in lines if line.startswith("  added ")] == added


def test_uncommitted_rules_are_compared(repository: Repository, told: Told) -> None:
    repository.write({"rules/rulebook.md": None})
    _, lines, _ = told()
    assert "  rules      2 removed" in lines
    assert lines[0] == f"What changed from HEAD ({repository.git('rev-parse', '--short=7', 'HEAD')}, " + (
        repository.git("show", "-s", "--format=%cs") + ") to the files as they are now"
    )


def test_unknown_revision_is_told_with_near_ones(repository: Repository, told: Told) -> None:
    repository.git("branch", "feature/confirming")
    assert told("frist..HEAD") == (2, [], "run: git knows no revision 'frist' here; did you mean first?\n")
    assert "did you mean feature/confirming?" in told("feature/confirmation")[2]
    assert told("HEAD..0123456")[2] == "run: git knows no revision '0123456' here\n"
    assert told("--", "--output=x")[2].startswith("run: git knows no revision '--output=x' here")


def test_folder_without_git_is_told(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="is in no git repository"):
        snapshots(tmp_path, None)


def test_repository_without_commits_is_told(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    with pytest.raises(RevisionError, match="nothing is committed yet"):
        snapshots(tmp_path, None)


def test_missing_git_is_told(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RevisionError, match="this needs git"):
        snapshots(repository.path, None)


def test_what_a_hook_is_told_of_its_repository_is_not_taken_for_granted(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "another"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    old, _ = snapshots(repository.path, "first")
    assert old.files["features/links.feature"] == FEATURE


def test_shallow_clone_says_what_brings_the_rest(repository: Repository, tmp_path: Path) -> None:
    repository.replace("Used twice", "Used often")
    clone = tmp_path / "clone"
    source = f"file://{repository.path}"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", source, str(clone)], check=True)
    with pytest.raises(RevisionError, match=r"'HEAD~1' here\. This clone .* git fetch --unshallow brings"):
        snapshots(clone, "HEAD~1..HEAD")


def test_project_in_a_folder_of_a_repository_is_compared_by_itself(repository: Repository) -> None:
    repository.commit({"inner/features/a.feature": "Feature: A\n", "inner/rules/rulebook.md": "# Book\n"})
    _, new = snapshots(repository.path / "inner", "first..HEAD")
    assert sorted(new.files) == ["features/a.feature", "rules/rulebook.md"]


def test_names_and_contents_of_files_may_be_anything(repository: Repository) -> None:
    name = "features/ein Tag \u2600\n\twie.feature"
    text = "Feature: A\n\n  One\n\x00\n"
    repository.commit({name: text, "features/empty.feature": ""})
    _, new = snapshots(repository.path, "first..HEAD")
    assert new.files[name] == text
    assert new.files["features/empty.feature"] == ""


@pytest.mark.parametrize(
    ("broken", "where"),
    [
        (
            "Feature: B\n  Scenario: S\n    Given rain\n    If it rains\n",
            "features/b.feature:4: this is no Gherkin: ",
        ),
        ("", "features/b.feature:1: there is no feature in it"),
        (
            "Feature: B\n  Scenario: S\n    Given a table\n      | a |\n      | b | c |\n",
            "features/b.feature:5: ",
        ),
    ],
)
@pytest.mark.parametrize("is_old", [True, False], ids=["then", "now"])
def test_feature_that_cannot_be_read_is_told_and_the_rest_compared(
    repository: Repository, told: Told, broken: str, where: str, *, is_old: bool
) -> None:
    good = "Feature: B\n  Scenario: S\n    Given rain\n"
    repository.commit({"features/b.feature": broken if is_old else good})
    repository.git("tag", "then")
    repository.commit({"features/b.feature": good if is_old else broken})
    repository.replace("Scenario: Used twice", "Scenario: Used often")
    code, lines, _ = told("then")
    assert code == 1
    assert lines[0].startswith(f"not compared: {where}")
    assert lines[0].endswith(f"(in {'then' if is_old else 'HEAD'} ({lines[0].rpartition('(')[2]}")
    assert "  renamed    Used often" in lines
    assert not [line for line in lines if line.startswith("  added")]


def test_rulebook_that_cannot_be_read_is_told_and_features_compared(
    repository: Repository, told: Told
) -> None:
    repository.commit({"rules/rulebook.md": "### HUP-LINK-1 One use\n"})
    repository.replace("Scenario: Used twice", "Scenario: Used often")
    code, lines, _ = told("first")
    assert code == 1
    assert lines[0].startswith("not compared: rules/rulebook.md:1: expected a heading such as ")
    assert "  renamed    Used often" in lines
    code, lines, _ = told("HEAD~1", "--markdown")
    assert code == 1
    assert [line for line in lines if line.startswith("- **not compared**: rules/rulebook.md:1: ")]


def test_only_what_can_be_read_is_said_to_be_the_same(repository: Repository, told: Told) -> None:
    repository.commit({"features/b.feature": "nothing\n"})
    repository.git("tag", "then")
    code, lines, _ = told("then")
    assert code == 1
    assert lines[-1].startswith("Nothing else that the features or rules say has changed between then (")


def test_file_in_another_encoding_is_told(repository: Repository, told: Told) -> None:
    (repository.path / "features" / "b.feature").write_bytes("Feature: Gültig\n".encode("latin-1"))
    code, lines, _ = told()
    assert code == 1
    assert lines[0].startswith("not compared: features/b.feature cannot be read: ")
    repository.commit({})
    assert "is no UTF-8" in told("first")[1][0]


def test_git_that_does_not_answer_is_not_waited_for(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = tmp_path / "bin" / "git"
    stuck.parent.mkdir()
    stuck.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
    stuck.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stuck.parent}:/usr/bin:/bin")
    monkeypatch.setattr(git, "_PATIENCE", 0.2)
    with pytest.raises(RevisionError, match="has not answered"):
        snapshots(repository.path, None)
