"""Email addresses: which are any, which are the same, which are somebody's work address."""

from __future__ import annotations

import pytest

from portal.organizations import lookup
from portal.rules import addresses
from portal.rules.addresses import Fault
from tests.portal.world import World


@pytest.mark.parametrize(
    ("text", "sent_to", "key"),
    [
        ("anna@contoso.example", "anna@contoso.example", "anna@contoso.example"),
        (" Anna@Contoso.EXAMPLE ", "Anna@contoso.example", "anna@contoso.example"),
        ("anna@contoso.example.", "anna@contoso.example", "anna@contoso.example"),
        ("anna+hup@contoso.example", "anna+hup@contoso.example", "anna+hup@contoso.example"),
        ("o'neil_&-x@contoso.example", "o'neil_&-x@contoso.example", "o'neil_&-x@contoso.example"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example"),
        ("anna@BÜCHER.example.", "anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example"),
        ("anna@straße.example", "anna@xn--strae-oqa.example", "anna@xn--strae-oqa.example"),
        ("anna@contoso。example", "anna@contoso.example", "anna@contoso.example"),
    ],
)
def test_addresses_in_normal_form(text: str, sent_to: str, key: str) -> None:
    address = addresses.parse(text)
    assert str(address) == sent_to
    assert address.key == key


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.MALFORMED),
        ("anna", Fault.MALFORMED),
        ("@contoso.example", Fault.MALFORMED),
        ("anna@", Fault.MALFORMED),
        ("anna@contoso", Fault.MALFORMED),
        ("anna@localhost", Fault.MALFORMED),
        ("anna@.example", Fault.MALFORMED),
        ("anna@contoso..example", Fault.MALFORMED),
        ("anna@contoso.example..", Fault.MALFORMED),
        ("anna@-contoso.example", Fault.MALFORMED),
        ("anna@contoso_x.example", Fault.MALFORMED),
        ("anna@[127.0.0.1]", Fault.MALFORMED),
        ("anna@127.0.0.1", Fault.MALFORMED),
        (".anna@contoso.example", Fault.MALFORMED),
        ("an..na@contoso.example", Fault.MALFORMED),
        ("anna smith@contoso.example", Fault.MALFORMED),
        ("anna@b@contoso.example", Fault.MALFORMED),
        ("anna@contoso.example, ben@contoso.example", Fault.MALFORMED),
        ("anna@contoso.example\r\nBcc: eve@evil.example", Fault.MALFORMED),
        ("anna\nb@contoso.example", Fault.MALFORMED),
        ("Anna <anna@contoso.example>", Fault.MALFORMED),
        ('"anna smith"@contoso.example', Fault.UNDELIVERABLE),
        ("änna@contoso.example", Fault.UNDELIVERABLE),
        ("anna%evil.example@contoso.example", Fault.UNDELIVERABLE),
        ("evil.example!anna@contoso.example", Fault.UNDELIVERABLE),
        ("=?utf-8?q?eve=40evil.example=2c?=@contoso.example", Fault.UNDELIVERABLE),
        ("a" * 65 + "@contoso.example", Fault.TOO_LONG),
        ("a" * 60 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 60 + "." + "e" * 20, Fault.TOO_LONG),
        ("anna@" + "a" * 64 + ".example", Fault.MALFORMED),
    ],
)
def test_what_is_no_address(text: str, fault: Fault) -> None:
    with pytest.raises(addresses.AddressError) as caught:
        addresses.parse(text)
    assert caught.value.fault is fault


@pytest.mark.parametrize("domain", ["outlook.com", "gmail.com", "yahoo.co.jp", "qq.com"])
def test_public_mailboxes(domain: str) -> None:
    assert addresses.is_public_mailbox(domain)
    assert not addresses.is_public_mailbox(f"x{domain}")


def test_the_list_of_public_mailboxes_is_in_normal_form() -> None:
    for domain in addresses.public_mailbox_domains():
        assert addresses.normal_domain(domain) == domain


@pytest.mark.parametrize(
    "look_alike",
    [
        "anna@{domain}.evil.example",
        "anna@x{domain}",
        "anna@x-{domain}",
        "anna@mail.{domain}",
        "anna@evil.example.{domain}x",
        "anna+{domain}@evil.example",
    ],
)
def test_look_alikes_have_another_employer(world: World, look_alike: str) -> None:
    organization = world.organization()
    domain = organization.domains.get().name
    assert lookup.employer(addresses.parse(f"anna@{domain}")) == organization
    assert lookup.employer(addresses.parse(look_alike.format(domain=domain))) is None


def test_a_homograph_is_another_domain(world: World) -> None:
    domain = world.organization().domains.get().name
    cyrillic = domain.replace("o", "\N{CYRILLIC SMALL LETTER O}")
    assert lookup.employer(addresses.parse(f"anna@{cyrillic}")) is None


def test_nobody_owns_a_public_mailbox(world: World) -> None:
    world.organization(domain="hotmail.fr")
    assert lookup.employer(addresses.parse("anna@hotmail.fr")) is None
