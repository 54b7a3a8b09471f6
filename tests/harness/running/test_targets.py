"""What describes a target, and what is said where it is described wrongly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.targets import (
    NOT_STARTED,
    TARGET_KEYS,
    Target,
    TargetError,
    make_target,
    named_targets,
    read_target_file,
    target_file,
)

VALUES: dict[str, Any] = {
    "name": "staging",
    "program_url": "https://hup.example",
    "account_url": "https://account.example",
    "store_url": "https://store.example",
    "mail_url": "https://mail.example/inbox/",
}


def target(**values: Any) -> Target:  # noqa: ANN401
    return make_target(VALUES | values, source="the test")


def test_addresses_have_no_slash_at_their_end() -> None:
    made = target(program_url="https://hup.example/")

    assert made.program_url == "https://hup.example"
    assert made.mail_url == "https://mail.example/inbox"


@pytest.mark.parametrize(
    "malformed",
    [
        *("hup.example", "https://", "ftp://hup.example", "http://:8000", "http://hup.example:99999"),
        *("http://hup.example:0", "http://hup example", "http://hup.example/shop", "http://hup.example?x=1"),
        *("http://user@hup.example", "", "https://hup.example:port", "http://[::1"),
    ],
)
def test_malformed_address_is_named(malformed: str) -> None:
    with pytest.raises(TargetError, match="the test: program_url: ") as caught:
        target(program_url=malformed)

    assert "https://hup.example" in str(caught.value), "an example of a right one"


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(TargetError) as caught:
        make_target(
            {"name": "x", "program_url": "nonsense", "mail_delay": -1, "mail_url": "https://m"},
            source="f.toml",
        )

    for part in ("program_url", "account_url: is missing", "store_url: is missing", "mail_delay"):
        assert part in str(caught.value)


def test_secret_is_never_repeated() -> None:
    with pytest.raises(TargetError) as caught:
        target(control_secret="hush", store_url="nonsense")

    assert "hush" not in str(caught.value)
    made = target(control_secret="hush", dns_secret="hush", control_url="http://127.0.0.1:1")
    assert "hush" not in repr(made)


def test_control_api_needs_its_secret() -> None:
    with pytest.raises(TargetError, match=r"HUP_CONTROL_SECRET"):
        target(control_url="http://127.0.0.1:8000")


def test_dns_server_needs_its_secret() -> None:
    with pytest.raises(TargetError, match=r"HUP_DNS_SECRET"):
        target(dns_url="http://127.0.0.1:5380")


def test_secrets_are_known_for_masking() -> None:
    assert target().secrets == {}
    assert target(control_secret="hush", dns_secret="hash").secrets == {
        "control_secret": "hush",
        "dns_secret": "hash",
    }


@pytest.mark.parametrize(
    ("values", "able"),
    [
        ({}, set()),
        ({"control_url": "http://127.0.0.1:1", "control_secret": "s"}, {"control"}),
        ({"portal_log": "portal.log"}, {"portal-log"}),
        ({"dns_url": "http://127.0.0.1:1", "dns_secret": "s"}, {"dns"}),
        (
            {"admin_url": "https://admin.example", "business_url": "https://business.example"},
            {"administration"},
        ),
        ({"admin_url": "https://admin.example"}, set()),
        ({"business_url": "https://business.example"}, set()),
        ({"organizations": [{"name": "Contoso", "domain": "contoso.example"}]}, {"catalogue"}),
    ],
)
def test_capabilities(values: dict[str, Any], able: set[str]) -> None:
    made = target(**values)

    assert {
        name for name in ("control", "portal-log", "catalogue", "administration", "dns") if made.can(name)
    } == able


def test_unknown_capability_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="control, catalogue, portal-log, administration, dns"):
        target().can("dns-over-pigeon")


def test_names_are_those_of_files(tmp_path: Path) -> None:
    for name in ("staging", "live"):
        (tmp_path / f"{name}.toml").touch()

    assert named_targets(tmp_path) == ("reference", "live", "staging")
    assert target_file("staging", tmp_path) == tmp_path / "staging.toml"


@pytest.mark.parametrize("unknown", ["stagign", "no/such/file.toml", "../staging", ""])
def test_unknown_name_lists_valid_ones(tmp_path: Path, unknown: str) -> None:
    (tmp_path / "staging.toml").touch()

    with pytest.raises(TargetError, match="Valid are: reference, staging"):
        target_file(unknown, tmp_path)


def test_likely_name_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "staging.toml").touch()

    with pytest.raises(TargetError, match="did you mean 'staging'"):
        target_file("stagign", tmp_path)


def test_file_in_another_folder(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.touch()

    assert target_file(str(file)) == file


def test_unknown_key_is_named_with_valid_ones(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('progam_url = "https://hup.example"\n')

    with pytest.raises(TargetError) as caught:
        read_target_file(file)

    assert "unknown key 'progam_url' (did you mean 'program_url'?)" in str(caught.value)
    assert ", ".join(TARGET_KEYS) in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"program_url = ", b"\xff\xfe", b"[[", b"a = " + b"[" * 50_000, b"a = " + b"9" * 5_000]
)
def test_file_that_is_no_toml(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)

    with pytest.raises(TargetError, match=r"mine\.toml: cannot be read as a target"):
        read_target_file(file)


def test_log_is_meant_from_the_file_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('portal_log = "logs/portal.log"\n')

    assert read_target_file(file)["portal_log"] == tmp_path / "logs" / "portal.log"


def test_example_is_a_valid_target() -> None:
    made = make_target(
        read_target_file(target_file("example")) | {"name": "example"}, source="targets/example.toml"
    )

    assert made.can("catalogue")
    assert not made.can("control")


def test_addresses_of_no_portal_are_no_portal() -> None:
    assert NOT_STARTED.program_url.endswith(":9")
    assert not NOT_STARTED.can("control")
