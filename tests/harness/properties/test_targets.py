"""Targets: any file and any environment gives a target, or an error that names what is wrong."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.settings import Settings, variable
from harness.target_choice import choose_target
from harness.targets import TARGET_KEYS, Target, TargetError, address, make_target, origin, read_target_file

_SECRET = "Xk3-secret-of-the-target"
_urls = st.sampled_from(
    [
        "https://hup.test",
        "http://127.0.0.1:8025/",
        "http://[::1]:80",
        "http://[::1",
        "http://x:99999",
        "http://x:0",
        "http://",
        "x",
    ]
    + [
        "ftp://x.test",
        "http://user:pw@x.test",
        "http://x.test/path",
        "http://x.test?q",
        "http://x .test",
        "http://x\u2100.test",
        "",
        "https://[v1.x]",
    ]
)
_values = (
    _urls
    | st.text(max_size=12)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.lists(st.text(max_size=3), max_size=2)
    | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
)
_keys = st.sampled_from(TARGET_KEYS)
_good: dict[str, Any] = {
    "name": "x",
    "program_url": "https://hup.test",
    "account_url": "https://account.test",
    "store_url": "https://store.test",
    "mail_url": "http://127.0.0.1:8025",
}


@given(_urls | st.text(max_size=20) | st.text(max_size=20).map("http://".__add__))
def test_an_address_is_taken_in_one_form_or_refused_by_its_name(text: str) -> None:
    for kind in (address, origin):
        try:
            taken = kind(text)
        except ValueError as error:
            assert repr(text) in str(error)
        else:
            assert kind(taken) == taken
            assert not taken.endswith("/")


@given(st.dictionaries(_keys, _values, max_size=4))
def test_a_wrong_value_is_told_of_by_its_key(values: dict[str, Any]) -> None:
    try:
        target = make_target({**_good, **values, "control_secret": _SECRET}, source="the file")
    except TargetError as error:
        assert str(error).startswith("the file: ")
        assert any(key in str(error).partition(". A target has")[0] for key in (*values, "dns_secret"))
        assert _SECRET not in str(error)
    else:
        assert isinstance(target, Target)
        assert _SECRET not in repr(target)


@given(
    st.binary(max_size=60)
    | st.text(max_size=60).map(str.encode)
    | st.lists(
        st.builds(
            "{} = {}".format,
            _keys | st.sampled_from(["x", "a.b", '""', "name"]),
            st.sampled_from(["1", '"x"', "[]", "{}", "1979-05-27", "inf", "tru"]),
        ),
        max_size=4,
    )
    .map("\n".join)
    .map(str.encode)
)
@example(b"x = " + b"[" * 50_000)
@example(b"a." * 2_000 + b"b = 1")
def test_any_file_is_a_target_or_told_of_by_its_name(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name, mock.patch.dict(os.environ, {}, clear=True):
        path = Path(name) / "mine.toml"
        path.write_bytes(content)
        with pytest.raises(TargetError) as told:
            read_target_file(path)
            choose_target(str(path))
    assert str(path) in str(told.value)


_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_names = st.sampled_from(
    [variable(key) for key in Settings.model_fields if key not in {"control_url", "control_secret"}]
)
_unknown = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", min_size=1, max_size=8).map("HUP_".__add__)


@given(st.dictionaries(_names | _unknown, _urls | _texts, max_size=6))
def test_any_environment_gives_a_target_or_is_told_of_by_its_variable(variables: dict[str, str]) -> None:
    with mock.patch.dict(os.environ, variables, clear=True):
        try:
            choose_target(None)
        except TargetError as error:
            told = str(error)
            keys = [key for key in Settings.model_fields if key in told]
            assert keys or any(name in told for name in variables), told
