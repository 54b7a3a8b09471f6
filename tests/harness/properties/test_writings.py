"""The rulebook, places, tag expressions and files that are written whole."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.rulebook import RulebookError, is_rule_id, parse
from harness.selection.expressions import SelectionError, TagExpression
from harness.selection.places import Places, split_place
from harness.whole_file import whole_text_file, write_whole

_ids = st.from_regex(r"[A-Z][A-Z0-9]{0,5}(-[A-Z0-9]{1,5}){0,2}-[0-9]{1,3}", fullmatch=True)
_prose = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=15).map(
    lambda text: f"x{text}"
)
_sources = st.sampled_from(["*From the FAQ*", "*Derived*", "*Quality*"])
_rules = st.lists(
    st.tuples(_ids, _prose, _sources, _prose), min_size=1, max_size=5, unique_by=lambda rule: rule[0]
)


@given(_rules, st.sampled_from(["", "\n", "\n\n"]), st.sampled_from(["\n", "\r\n"]))
def test_every_rule_of_a_rulebook_is_read(rules: list[tuple[str, str, str, str]], gap: str, end: str) -> None:
    text = "# Rules\n\n## Group\n" + "".join(
        f"{gap}### {rule}: {title}\n{gap}{source}\n{gap}{words}\n" for rule, title, source, words in rules
    )
    read = parse(text.replace("\n", end), "rules.md")
    assert [(each.id, each.title, each.text, each.group) for each in read.values()] == [
        (rule, title, words, "Group") for rule, title, _, words in rules
    ]
    assert all(is_rule_id(rule) for rule in read)


_book_lines = st.sampled_from(
    ["### ", "### A-1: x", "### A-1 x", "## G", "# T", "*Derived*", "*From the FAQ*", "text", "", "#"]
)


@given(st.lists(_book_lines | st.text(max_size=10), max_size=12).map("\n".join))
def test_any_text_is_a_rulebook_or_told_of_by_its_line(text: str) -> None:
    try:
        assert parse(text, "rules.md")
    except RulebookError as error:
        assert str(error).startswith("rules.md:")


_expressions = st.lists(
    st.sampled_from(["@a", "@b", "a", "and", "or", "not", "(", ")", "\\", "@HUP-BUY-1"])
    | st.text(max_size=4),
    max_size=8,
).map(" ".join)


@given(_expressions, st.sets(st.sampled_from(["a", "b", "HUP-BUY-1"])))
@example("(" * 5_000 + "@a" + ")" * 5_000, {"a"})
@example("not " * 5_000 + "@a", {"a"})
def test_any_expression_is_one_or_told_of_in_a_line(text: str, tags: set[str]) -> None:
    try:
        expression = TagExpression(text)
        expression.check(tags)
    except SelectionError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(expression.matches(tags), bool)


def _evaluated(text: str, tags: set[str]) -> bool:
    words = [f"{word[1:] in tags}" if word.startswith("@") else word for word in text.split()]
    return bool(eval(" ".join(words)))  # noqa: S307 - of words that stand here


_well_formed = st.recursive(
    st.sampled_from(["@a", "@b", "@c"]),
    lambda inner: (
        st.builds("( {} and {} )".format, inner, inner)
        | st.builds("( {} or {} )".format, inner, inner)
        | st.builds("not {}".format, inner)
    ),
    max_leaves=6,
)


@given(_well_formed, st.sets(st.sampled_from(["a", "b", "c"])))
def test_an_expression_holds_as_its_words_say(text: str, tags: set[str]) -> None:
    assert TagExpression(text).matches(tags) is _evaluated(text, tags)


@given(st.text(max_size=30) | st.builds("{}:{}".format, st.text(max_size=8), st.integers()))
@example("x.feature:" + "9" * 5_000)
@example("x" * 5_000)
@example("a\0b")
def test_any_place_is_there_or_told_of(text: str) -> None:
    path, lines = split_place(text)
    assert ":".join([path, *(text[len(path) + 1 :].split(":") if lines else [])]) == text
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "features").mkdir()
        with pytest.raises(SelectionError, match="there is no nowhere"):
            Places([f"{name}/nowhere/{text}"], root=Path(name))


@given(st.binary(max_size=200), st.text(max_size=200), st.integers(0, 3))
def test_a_file_is_written_whole_or_not_at_all(data: bytes, text: str, fails_after: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a" / "file"
        write_whole(path, data)
        assert path.read_bytes() == data
        with suppress(RuntimeError), whole_text_file(path) as stream:
            stream.write(text)
            if fails_after:
                raise RuntimeError
        expected = data if fails_after else text.encode("utf-8", "backslashreplace")
        assert path.read_bytes() == expected
        assert [each.name for each in path.parent.iterdir()] == ["file"]
