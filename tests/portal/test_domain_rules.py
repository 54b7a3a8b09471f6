"""Which domains can be claimed, and what proves one: the tables."""

from __future__ import annotations

import pytest

from portal.rules import domains
from portal.rules.domains import ClaimError, Fault

RECORD = "hup-verification=0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("contoso.com", "contoso.com"),
        ("  CONTOSO.Com. ", "contoso.com"),
        ("mail.contoso.co.uk", "mail.contoso.co.uk"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("contoso。example", "contoso.example"),
    ],
)
def test_one_domain_has_one_name_however_it_is_typed(typed: str, name: str) -> None:
    assert domains.claimable(typed) == name


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        *[(word, Fault.SINGLE_LABEL) for word in ("com", "localhost", "Contoso.", "münchen")],
        *[(box, Fault.PUBLIC_MAILBOX) for box in ("gmail.com", "Outlook.COM.", "icloud.com")],
        *[
            (text, Fault.MALFORMED)
            for text in (
                *("https://contoso.com", "contoso.com/", "anna@contoso.com", "@contoso.com", "*.contoso.com"),
                *("contoso..com", ".contoso.com", "contoso.com..", "con toso.com", "contoso_x.com"),
                *(
                    "-contoso.com",
                    "contoso-.com",
                    "192.0.2.1",
                    "contoso.1",
                    f"{'x' * 64}.com",
                    "x." * 127 + "com",
                ),
                *("contoso.com:80", "contoso,com", "xn--a.example\x00", "<b>.com", "ab\u200bc.example\u202e"),
            )
        ],
    ],
)
def test_what_cannot_be_claimed(typed: str, fault: Fault) -> None:
    with pytest.raises(ClaimError) as caught:
        domains.claimable(typed)
    assert caught.value.fault is fault


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("contoso.example", "contoso.example"),
        ("xn--bcher-kva.example", "bücher.example"),
        ("xn--a.example", "xn--a.example"),  # stands for nothing
    ],
)
def test_domains_are_shown_as_their_owners_write_them(name: str, shown: str) -> None:
    assert domains.readable(name) == shown


def test_the_record_among_others_is_a_proof() -> None:
    assert domains.is_proof([b"v=spf1 -all", RECORD.encode(), b"x"], RECORD)


@pytest.mark.parametrize(
    "text",
    [
        *(f'"{RECORD}"', f" {RECORD}", f"{RECORD}\n", RECORD.upper(), RECORD.replace("=", " = ")),
        *(RECORD.replace("-", "-  "), f"'{RECORD}'"),
    ],
)
def test_a_record_that_differs_a_little_is_nearly_one_and_none(text: str) -> None:
    assert not domains.is_proof([text.encode()], RECORD)
    assert domains.is_nearly_proof([b"x", text.encode()], RECORD)


@pytest.mark.parametrize(
    "text",
    [
        *(b"", b"x", RECORD[:-1].encode(), f"{RECORD}0".encode(), f"x{RECORD}".encode()),
        *(RECORD.removeprefix("hup-verification=").encode(), RECORD.encode("utf-16"), b"\xff" * 20),
        f"{RECORD} v=spf1".encode(),
    ],
)
def test_another_record_is_no_proof(text: bytes) -> None:
    assert not domains.is_proof([text], RECORD)
    assert not domains.is_nearly_proof([text], RECORD)


def test_found_records_are_shown_escaped_short_and_the_likeliest_first() -> None:
    texts = [b"v=spf1 -all", "Grüße".encode(), b"a\nb\\c", b"y" * 500, b"1", b"2", b"HUP-verification=x"]
    assert domains.shown(texts) == [
        "HUP-verification=x",
        "v=spf1 -all",
        r"Gr\195\188\195\159e",
        r"a\010b\092c",
        "y" * 120 + "…",
    ]


def test_places_at_which_a_record_is_put_by_mistake() -> None:
    assert domains.mistaken_places("it.contoso.com", ["fabrikam.com", "contoso.com"]) == [
        *("www.it.contoso.com", "it.contoso.com.it.contoso.com", "contoso.com", "fabrikam.com")
    ]
    assert "com" not in domains.mistaken_places("contoso.com"), "nobody's to put records on"
    assert all(len(place) <= 253 for place in domains.mistaken_places("x." * 124 + "com"))
