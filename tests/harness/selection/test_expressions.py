"""Which tags an expression fits, and what is said of one that is none."""

from __future__ import annotations

import pytest

from harness.selection.expressions import SelectionError, TagExpression

_KNOWN = {"admin", "employee", "slow", "HUP-BUY-6", "HUP-LINK-3"}


@pytest.mark.parametrize(
    ("text", "tags", "fits"),
    [
        ("@admin", {"admin"}, True),
        ("@admin", {"employee"}, False),
        ("@admin and not @slow", {"admin"}, True),
        ("@admin and not @slow", {"admin", "slow"}, False),
        ("@HUP-BUY-6 or @HUP-LINK-3", {"HUP-LINK-3"}, True),
        ("not (@HUP-BUY-6 or\n@HUP-LINK-3)", {"HUP-LINK-3"}, False),
        (" not\t@slow ", set(), True),
    ],
)
def test_expression_fits(text: str, tags: set[str], *, fits: bool) -> None:
    expression = TagExpression(text)
    expression.check(_KNOWN)
    assert expression.matches(tags) is fits


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "--tags is empty"),
        ("@admin and", "a tag is missing at >>> in '@admin and >>>'"),
        ("and @admin", "a tag is missing at >>> in '>>>and @admin'"),
        ("@admin @slow", "'and' or 'or', in lower case, is missing at >>> in '@admin >>>@slow'"),
        ("@admin AND @slow", "'and' or 'or', in lower case, is missing at >>> in '@admin >>>AND @slow'"),
        ("@admin or (@slow", "a ( without its ) at >>> in '@admin or >>>(@slow'"),
        ("@admin) or @slow", "a ) without its ( at >>> in '@admin>>>) or @slow'"),
        ("@admin and ()", "a tag is missing at >>> in '@admin and (>>>)'"),
        ("not", "a tag is missing at >>> in 'not >>>'"),
    ],
)
def test_fault_is_shown_at_its_place(text: str, told: str) -> None:
    with pytest.raises(SelectionError) as raised:
        TagExpression(text)
    assert told in str(raised.value)
    assert str(raised.value).endswith("for example: --tags '@admin and not @slow'")
    assert "\n" not in str(raised.value)


def test_nesting_without_end_is_told_of() -> None:
    with pytest.raises(SelectionError, match="nested too deep"):
        TagExpression("not " * 5_000 + "@admin")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@admn", "no scenario carries @admn, and it is not declared; did you mean @admin?"),
        (
            "@slow or @hup-buy-6",
            "no scenario carries @hup-buy-6, and it is not declared; did you mean @HUP-BUY-6?",
        ),
        ("employee", "'employee' is no tag, for it does not begin with @; did you mean @employee?"),
        ("@xyz", "the tags are @admin, @employee, @slow, and the ids of the rules, such as @HUP-BUY-2"),
    ],
)
def test_unknown_tag_is_told_with_what_was_meant(text: str, told: str) -> None:
    with pytest.raises(SelectionError) as raised:
        TagExpression(text).check(_KNOWN)
    assert told in str(raised.value)
