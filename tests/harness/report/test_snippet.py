from __future__ import annotations

import ast

import pytest
from pytest_bdd import parsers

from harness.report.model import Step
from harness.report.snippet import snippet_for


def _step(text: str, **more: object) -> Step:
    return Step.model_validate({"keyword": "When", "kind": "when", "text": text, "line": 1, **more})


def test_values_become_arguments() -> None:
    assert snippet_for(_step('she sends "a pigeon" to "Bob" 3 times')) == (
        '@when(parsers.parse(\'she sends "{text}" to "{text_2}" {number:d} times\'))\n'
        "def she_sends_to_times(text: str, text_2: str, number: int) -> None:\n"
        '    raise NotImplementedError("say what this sentence means")'
    )


def test_plain_sentence_needs_no_parser() -> None:
    assert snippet_for(_step("it rains")).startswith("@when('it rains')\ndef it_rains() -> None:")


@pytest.mark.parametrize(
    "text",
    [
        "the employee's card is declined",
        'she pays {all} of "69.99" in 2 parts',
        "12",
        'a "quoted "mess" here',
        "class",
        "pass",
        "日本 では 3 個",
        "a back\\slash and 'both' \"kinds\"",
        "***",
        "version 1.2.3 and v2 stay as they are",
    ],
)
def test_snippet_is_python_that_matches_its_sentence(text: str) -> None:
    code = snippet_for(_step(text))
    ast.parse(code)
    pattern = ast.literal_eval(
        code[code.index("(") + 1 : code.index("\n") - 1].removeprefix("parsers.parse(").rstrip(")")
    )
    parser = parsers.parse(pattern) if "parsers.parse" in code else parsers.get_parser(pattern)
    assert parser.is_matching(text)


def test_table_and_text_are_arguments_too() -> None:
    assert "(datatable: list[list[str]])" in snippet_for(_step("these people", table=[["a"]]))
    assert "(docstring: str)" in snippet_for(_step("this text", docstring="x"))
