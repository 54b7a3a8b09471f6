"""A secret is masked in whatever form it is written, and what is around it stays."""

from __future__ import annotations

import base64
import html
import json
import quopri
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from markupsafe import escape

from harness.secrecy.finder import Finder
from harness.secrecy.masking import Masker
from harness.secrecy.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = "Qm9iJ3MtdG9rZW4tb2YtMTI4LWJpdHM"
_SECRETS = (
    "hr7y3rt7bc4xoEkR",
    "s3cret",
    "a-b_c~d.e*f",
    "with space&<quotes>\"'/+%=x",
    "žluťoučký kůň",
    "back\\slash\ttab",
    "a=b==c",
    "\N{GRINNING FACE}" * 3 + "abc",
)


def _small_hex(text: str) -> str:
    head, *rest = text.split("%")
    return "%".join([head, *(each[:2].lower() + each[2:] for each in rest)])


_TEXTS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "in an address": lambda value: quote(value, safe=""),
    "in a path": quote,
    "in a form": quote_plus,
    "in an address, small": lambda value: _small_hex(quote(value, safe="")),
    "in a form, small": lambda value: _small_hex(quote_plus(value)),
    "in an address within another": lambda value: quote(quote(value, safe=""), safe=""),
    "in HTML": html.escape,
    "in HTML text": lambda value: html.escape(value, quote=False),
    "in HTML by Jinja": lambda value: str(escape(value)),
    "in JSON": lambda value: json.dumps(value)[1:-1],
    "in JSON with letters": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "in Python": lambda value: repr(value)[1:-1],
}


@pytest.mark.parametrize("secret", _SECRETS)
@pytest.mark.parametrize("form", _TEXTS)
def test_text_is_masked_in_each_form(secret: str, form: str) -> None:
    masker = Masker([secret])
    written = _TEXTS[form](secret)
    for before, after in (("", ""), ("before ", " after"), ("x/", "/y"), ("=", "\n")):
        assert masker.text(f"{before}{written}{after}") == f"{before}[masked]{after}"
        assert masker.bytes(f"{before}{written}{after}".encode()) == f"{before}[masked]{after}".encode()


@pytest.mark.parametrize("secret", _SECRETS)
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "control:"])
def test_base64_is_written_over_so_that_all_else_can_still_be_read(
    secret: str, encode: Callable[[bytes], bytes], before: str
) -> None:
    encoded = encode(f"{before}{secret}/after it".encode())
    masked = Masker([secret]).bytes(b"Basic " + encoded)
    read = base64.b64decode(masked.removeprefix(b"Basic "), altchars=b"-_" if b"-" in masked else None)
    assert len(masked) == len(encoded) + 6
    assert read.startswith(before.encode()[:-1])
    assert read.endswith(b"/after it")
    assert read.count(b"*") >= len(secret.encode()) - 2
    assert secret.encode()[1:-1] not in read


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_base64_of_a_mail_is_read_across_its_lines(ending: str) -> None:
    words = "A mail of many words, " * 5
    body = base64.encodebytes(f"{words}{_TOKEN}, {words}".encode()).decode().replace("\n", ending)
    mail = f"Content-Transfer-Encoding: base64{ending}{ending}{body}"
    masked = Masker([_TOKEN]).text(mail)
    assert [len(line) for line in masked.splitlines()] == [len(line) for line in mail.splitlines()]
    read = base64.b64decode("".join(masked.split()[2:])).decode()
    assert read.startswith(words)
    assert read.endswith(f", {words}")
    assert _TOKEN[1:-1] not in read


@pytest.mark.parametrize("secret", _SECRETS)
@pytest.mark.parametrize("place", range(0, 76, 3))
def test_quoted_printable_is_read_across_its_lines(secret: str, place: int) -> None:
    text = f"{'x' * place} {secret} and more\n"
    for encoded in (quopri.encodestring(text.encode()), quopri.encodestring(text.encode(), quotetabs=True)):
        for raw in (encoded, encoded.replace(b"\n", b"\r\n")):
            masked = Masker([secret]).bytes(raw)
            assert quopri.decodestring(masked).decode().split() == f"{'x' * place} [masked] and more".split()


def test_secret_of_a_mails_header_is_masked() -> None:
    assert Masker(["a-b_c-d1"]).text("=?utf-8?q?Your_code_a=2Db=5Fc=2Dd1?=") == (
        "=?utf-8?q?Your_code_[masked]?="
    )


def test_tokens_in_addresses_and_given_secrets_are_masked() -> None:
    masker = Masker(["s3cret", "s3cret-longer", ""])
    text = f"http://hup.localhost:1/confirm/{_TOKEN}/ s3cret-longer s3cret"
    assert masker.text(text) == "http://hup.localhost:1/confirm/[masked]/ [masked] [masked]"


def test_secrets_that_overlap_leave_no_rest() -> None:
    assert Masker(["abcdef123", "123xyz789"]).text("(abcdef123xyz789)") == "([masked])"


def test_token_broken_by_quoted_printable_is_masked() -> None:
    raw = f'href=3D"http://h/confirm/{_TOKEN[:20]}=\r\n{_TOKEN[20:]}/"'.encode()
    assert Masker().bytes(raw) == b'href=3D"http://h/confirm/[masked]/"'


def test_what_a_sign_in_hands_on_is_masked_unregistered() -> None:
    address = f"http://h/signed-in/?code={_TOKEN}&state={_TOKEN}x&choice={_TOKEN}%3A1wX%3Aab&market=CH"
    assert Masker().text(address) == (
        "http://h/signed-in/?code=[masked]&state=[masked]&choice=[masked]&market=CH"
    )
    field = f'<input type="hidden" name="csrfmiddlewaretoken" value="{_TOKEN}x">'
    assert Masker().text(field) == '<input type="hidden" name="csrfmiddlewaretoken" value="[masked]">'


@pytest.mark.parametrize(
    "text",
    [
        "GET /confirm/[token] and /confirm/help/",
        "Emma Smith, emma.smith@contoso-1f2e3d4c-abcdefgh-1.example ordered NRFQ-95SH-HJQK in Switzerland",
        "?state=California&code=code",
        "",
        "\ud800 is half a letter",
    ],
)
def test_what_a_scenario_is_about_stays(text: str) -> None:
    assert Masker(["hr7y3rt7bc4xoEkR"]).text(text) == text


def test_secrets_that_come_later_are_masked_too() -> None:
    registry = Registry()
    masker = Masker(registry)
    values = [f"secret-{number:05}" for number in range(0, 3000, 7)]
    for known, value in enumerate(values, start=1):
        registry.add(value, "a secret")
        assert masker.text(value) == "[masked]"
        if known % 100 == 0:
            assert masker.text(" ".join(values[:known])) == " ".join(["[masked]"] * known)
    assert masker.text("secret-00001") == "secret-00001"


def test_automata_are_few_however_secrets_come() -> None:
    registry = Registry()
    finder = Finder(registry)
    for number in range(500):
        registry.add(f"secret-number-{number}", "a secret")
        finder.matches(b"")
    assert len(finder._levels) < 6


def test_text_that_cannot_be_masked_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    masker = Masker(["s3cret"])

    def broken(*_: object) -> list[object]:
        raise MemoryError

    monkeypatch.setattr(Finder, "matches", broken)
    assert "s3cret" not in masker.text("a s3cret")
    assert b"s3cret" not in masker.bytes(b"a s3cret")
    assert masker.text("a s3cret") == "[left out: the secrets in it could not be masked]"
