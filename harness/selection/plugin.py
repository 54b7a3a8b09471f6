"""pytest plugin: `--tags` and `--features`, which leave all other scenarios and tests out of a run.

Loaded early (`-p harness.selection.plugin`, as `./run` does) it refuses what cannot be before anything is
started; named in `conftest.py`, as for a plain `pytest`, a little later.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from harness import rulebook

if TYPE_CHECKING:
    import argparse

    from harness.selection.selection import Selection

_SELECTION: Final[pytest.StashKey[Selection | None]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("scenarios")
    group.addoption(
        "--tags",
        metavar="EXPR",
        help="run the scenarios whose tags fit: '@admin and not @slow', '@HUP-BUY-6 or @HUP-LINK-3'",
    )
    group.addoption(
        "--features",
        action="append",
        dest="feature_places",  # pytest-bdd has a `features`, of what it generates code for
        default=[],
        metavar="PATH[:LINE…]",
        help="run the scenarios of a feature file or folder, or those at lines of a file: of a scenario, of "
        "a row of its examples, of a rule; can be given several times",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    _select(early_config, early_config.known_args_namespace)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    _select(config, config.option)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    selection = config.stash[_SELECTION]
    if selection is None:
        return
    left_out = [item for item in items if not selection.includes(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    selection = config.stash[_SELECTION]
    if selection is not None and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        also = [
            f"-{letter} {value!r}"
            for letter, value in (("k", config.option.keyword), ("m", config.option.markexpr))
            if value
        ]
        told = " and ".join([*selection.told, *also])
        terminalreporter.write_line(f"No scenario fits {told}, so nothing was run.", yellow=True)


def _select(config: pytest.Config, option: argparse.Namespace) -> None:
    if not option.tags and option.tags != "" and not option.feature_places:
        config.stash[_SELECTION] = None
        return
    # Not for runs of all scenarios, whose start need not wait for it.
    from harness.selection.expressions import SelectionError  # noqa: PLC0415
    from harness.selection.selection import Selection  # noqa: PLC0415

    try:
        selection = Selection(
            tags=option.tags,
            # Workers are told what this process was told, and may be in another folder.
            places=option.feature_places,
            bases=(Path(config.invocation_params.dir), config.rootpath),
            root=config.rootpath,
            declared={*_rules(config), *_markers(config)},
        )
    except (SelectionError, rulebook.RulebookError) as error:
        raise pytest.UsageError(str(error)) from error
    config.stash[_SELECTION] = selection
    option.feature_places = selection.places


def _rules(config: pytest.Config) -> list[str]:
    return list(rulebook.load(rulebook.path_for(config.rootpath)))


def _markers(config: pytest.Config) -> list[str]:
    return [line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")]
