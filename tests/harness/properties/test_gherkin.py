"""Feature files: what the official parser takes is read and laid out; what it refuses is told of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from gherkin.errors import ParserError
from gherkin.parser import Parser
from hypothesis import assume, given
from hypothesis import strategies as st
from pytest_bdd.exceptions import GherkinParseError

from harness.changes.revisions import Snapshot
from harness.changes.written import Writings
from harness.living_docs.feature_text import FeatureText, UnreadableTextError, read_text
from harness.vocabulary.formatting import NotFormattedError, first_difference, formatted
from harness.vocabulary.sentences import read_feature
from tests.harness.properties.gherkin_texts import any_texts, features

_PATH = "features/x.feature"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("features")


def _parsed(text: str) -> Any:  # noqa: ANN401 - the parser's trees are plain data
    return Parser().parse(text.removeprefix("\ufeff"))


def _scenarios(children: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for child in children:
        if rule := child.get("rule"):
            found += _scenarios(rule["children"])
        elif scenario := child.get("scenario"):
            found.append(scenario)
    return found


def _writings(text: str) -> Writings:
    return Writings.of(Snapshot("here", files={_PATH: text}))


@given(features())
def test_what_is_laid_out_means_the_same_and_stays(text: str) -> None:
    once = formatted(text)
    assert formatted(once) == once
    assert first_difference(once) is None
    before, after = (_scenarios(_parsed(each)["feature"]["children"]) for each in (text, once))
    assert [each["name"] for each in after] == [each["name"] for each in before]
    assert [[step["text"] for step in each["steps"]] for each in after] == [
        [step["text"] for step in each["steps"]] for each in before
    ]


@given(features())
def test_every_reader_sees_every_scenario(folder: Path, text: str) -> None:
    path = folder / "x.feature"
    path.write_text(text, encoding="utf-8", newline="")
    scenarios = _scenarios(_parsed(text)["feature"]["children"])
    names = [each["name"] for each in scenarios]
    read: FeatureText = read_text(path, _PATH)
    assert [each.name for section in read.sections for each in section.scenarios] == names
    written = read_feature(path)
    assert [each.name for each in written.scenarios] == names
    assert [each.line for each in written.scenarios] == [each["location"]["line"] for each in scenarios]
    writings = _writings(text)
    assert not writings.problems
    assert [each.name for each in writings.features[_PATH].scenarios] == names


@given(any_texts | any_texts.map("\ufeff".__add__) | st.text(max_size=60))
def test_what_is_no_gherkin_is_told_of(folder: Path, text: str) -> None:
    assume(not any("\ud800" <= character <= "\udfff" for character in text))
    path = folder / "x.feature"
    path.write_text(text, encoding="utf-8", newline="")
    # As a file is read, with each line end as one.
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        has_feature = bool(_parsed(plain).get("feature"))
        is_gherkin = True
    except ParserError:
        has_feature = is_gherkin = False
    readers: dict[type[Exception], Callable[[], object]] = {
        UnreadableTextError: partial(read_text, path, _PATH),
        GherkinParseError: partial(read_feature, path),
    }
    for error, read in readers.items():
        # pytest-bdd, who runs it, takes the mark in front of all for a part of the first word.
        if has_feature and not (error is GherkinParseError and text.startswith("\ufeff")):
            read()
        else:
            with pytest.raises(error):
                read()
    assert bool(_writings(plain).problems) is not has_feature
    if problem := _writings(plain).problems.get(_PATH):
        assert problem.startswith(f"{_PATH}:")
    # A comment below the tags goes above them, where one that names a language would choose it: such a file
    # is left alone.
    if is_gherkin and "language" in plain.partition("\n")[2]:
        with suppress(NotFormattedError):
            formatted(plain)
    elif is_gherkin:
        once = formatted(plain)
        assert formatted(once) == once
    else:
        with pytest.raises(NotFormattedError, match="this is no Gherkin"):
            formatted(plain)


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_told_of(folder: Path, data: bytes) -> None:
    path = folder / "x.feature"
    path.write_bytes(data)
    try:
        read_text(path, _PATH)
    except UnreadableTextError as error:
        assert _PATH in str(error)
    try:
        read_feature(path)
    except GherkinParseError as error:
        assert str(path) in str(error)
