"""The confirmation link, from asking for it to its refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.program.models import Confirmation, LinkRequest
from portal.rules import links
from tests.portal.world import PROGRAM, World, mails_to

ELIGIBLE = "You're eligible for the Microsoft Home Use Program"
NOT_ELIGIBLE = "You're not eligible for the Microsoft Home Use Program"


def age(address: str, **by: float) -> None:
    for record in Confirmation.objects.filter(address=address):
        record.created_at -= timedelta(**by)
        record.save()


def confirmation_of(address: str) -> Confirmation:
    return Confirmation.objects.get(address=address)


def test_answers_do_not_tell_who_is_a_customer(world: World) -> None:
    organization, small = world.organization(), world.organization(segment="commercial")
    addresses = [
        world.work_address(organization),
        world.work_address(small),
        f"anna.{small.pk}@nobody.example",
        f"anna.{small.pk}@gmail.com",
    ]
    pages = [world.request_link(world.visitor(), address) for address in addresses]
    assert {page.heading for page in pages} == {"Check your inbox"}
    assert len({page.response.content for page in pages}) == 1
    subjects = [[mail.subject for mail in mails_to(address)] for address in addresses]
    assert subjects == [[ELIGIBLE], [NOT_ELIGIBLE], [NOT_ELIGIBLE], [NOT_ELIGIBLE]]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter your work email address."),
        ("anna", "Enter an email address in the form name@company.com."),
        ("anna@contoso", "Enter an email address in the form name@company.com."),
        ('"anna b"@contoso.example', "We cannot send mail to this address."),
        ("änna@contoso.example", "We cannot send mail to this address."),
        ("a" * 70 + "@contoso.example", "This email address is too long."),
        ("anna@contoso.example\nBcc: eve@evil.example", "Enter an email address in the form"),
    ],
)
def test_a_malformed_address_sends_nothing(world: World, typed: str, message: str) -> None:
    requests = LinkRequest.objects.count()
    page = world.request_link(world.visitor(), typed)
    assert page.heading == "Get started"
    assert page.alert.startswith(message)
    assert 'aria-invalid="true"' in page.response.text
    assert 'aria-describedby="id_email_helptext id_email_error"' in page.response.text
    assert LinkRequest.objects.count() == requests


def test_the_mail_goes_to_the_address_as_it_was_typed(world: World) -> None:
    organization = world.organization()
    domain = organization.domains.get().name
    world.request_link(world.visitor(), f"Anna.Big@{domain.upper()}.")
    (mail,) = mails_to(f"anna.big@{domain}")
    assert mail.to == [f"Anna.Big@{domain}"]
    assert confirmation_of(f"anna.big@{domain}")


def test_asking_again_voids_the_earlier_link(world: World) -> None:
    visitor, address = world.visitor(), world.work_address(world.organization())
    world.request_link(visitor, address)
    old = world.link(address)
    world.request_link(visitor, address.upper())
    page = visitor.get(old)
    assert (page.status, page.heading) == (410, "This link has been replaced")
    assert page.links["Get a new link"] == "/get-started/"
    assert visitor.get(world.link(address)).heading == "Confirm your eligibility"


@pytest.mark.parametrize("kind", ["customer", "nobody"])
def test_asking_too_often_is_slowed_down_for_every_address(world: World, kind: str) -> None:
    organization = world.organization()
    address = world.work_address(organization) if kind == "customer" else f"a{organization.pk}@no.example"
    visitor = world.visitor()
    pages = [world.request_link(visitor, address) for _ in range(4)]
    assert [page.heading for page in pages] == ["Check your inbox"] * 3 + ["Please wait a little"]
    assert pages[-1].status == 429
    assert 590 <= int(pages[-1].response.headers["Retry-After"]) <= 600
    assert len(mails_to(address)) == 3
    other = world.work_address(organization)
    assert world.request_link(visitor, other).heading == "Check your inbox"


def test_the_answer_to_one_request_too_many_is_the_same_for_every_address(world: World) -> None:
    organization = world.organization()
    addresses = [world.work_address(organization), f"b{organization.pk}@no.example"]
    now = timezone.now()
    for address in addresses:
        for _ in range(3):
            LinkRequest.objects.create(address=address, requested_at=now)
    first, second = (world.request_link(world.visitor(), address) for address in addresses)
    assert first.response.content == second.response.content


def test_earlier_requests_are_counted_where_no_other_request_can_come_between(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted_alone: list[bool] = []

    def count(_requests: object, _now: object) -> int:
        counted_alone.append(connection.in_atomic_block)
        return 0

    monkeypatch.setattr(links, "seconds_to_wait", count)
    world.request_link(world.visitor(), world.work_address(world.organization()))
    assert counted_alone == [True]


def test_a_scanner_does_not_use_the_link_up(world: World) -> None:
    address = world.work_address(world.organization())
    world.request_link(world.visitor(), address)
    link = world.link(address)
    for _ in range(3):
        scanner = world.visitor()
        assert scanner.http.head(link).status_code == 200
        assert scanner.get(link).heading == "Confirm your eligibility"
    assert confirmation_of(address).state(timezone.now()) is links.LinkState.OPEN
    assert world.confirm(world.visitor(), address).heading == "Sign in"


def test_only_a_form_of_the_page_itself_confirms(world: World) -> None:
    address = world.work_address(world.organization())
    world.request_link(world.visitor(), address)
    answer = world.visitor().http.post(world.link(address))
    assert answer.status_code == 403
    assert "This form is out of date" in answer.text
    assert confirmation_of(address).used_at is None


def test_a_link_works_once(world: World) -> None:
    visitor, address = world.visitor(), world.work_address(world.organization())
    world.request_link(visitor, address)
    page = visitor.get(world.link(address))
    assert visitor.submit(page).heading == "Sign in"
    for again in (visitor.submit(page), visitor.get(page.url), world.visitor().get(page.url)):
        assert (again.status, again.heading) == (410, "This link has already been used")
        assert again.links["Get a new link"] == "/get-started/"


@pytest.mark.parametrize(
    ("hours", "heading"),
    [(23 + 59 / 60, "Confirm your eligibility"), (24 + 1 / 60, "This link has expired")],
)
def test_a_link_expires(world: World, hours: float, heading: str) -> None:
    visitor, address = world.visitor(), world.work_address(world.organization())
    world.request_link(visitor, address)
    page = visitor.get(world.link(address))
    age(address, hours=hours)
    assert visitor.get(page.url).heading == heading
    sent = visitor.submit(page)
    assert sent.heading == ("Sign in" if heading.startswith("Confirm") else heading)


def test_what_is_no_link_gets_one_answer(world: World) -> None:
    address = world.work_address(world.organization())
    world.request_link(world.visitor(), address)
    link = world.link(address).removesuffix("/")
    token = link.rpartition("/")[2]
    changed = ("A" if token[0] != "A" else "B") + token[1:]
    wrong = [
        changed,
        token[:-1],
        token + "A",
        token.swapcase(),
        token[:20] + "/" + token[20:],
        links.new_token(),
        links.digest(token),
        "",
        "%00",
        "%C3%A4",
        "..%2F",
        "x" * 2_000,
    ]
    visitor = world.visitor()
    answers = [visitor.get(f"{PROGRAM}/confirm/{text}") for text in wrong]
    answers += [visitor.get(f"{PROGRAM}/confirm/{text}/") for text in wrong[:3]]
    answers.append(visitor.get(f"{PROGRAM}/confirm"))
    for answer in answers:
        assert (answer.status, answer.heading) == (404, "This link is not valid")
        assert answer.links["Get a new link"] == "/get-started/"
    assert len({answer.response.content for answer in answers}) == 1
    assert visitor.get(link).heading == "Confirm your eligibility"


@pytest.mark.parametrize("valid", [True, False])
def test_the_page_of_a_link_keeps_its_address_to_itself(world: World, *, valid: bool) -> None:
    address = world.work_address(world.organization())
    world.request_link(world.visitor(), address)
    headers = world.visitor().get(world.link(address) if valid else f"{PROGRAM}/confirm/x/").response.headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_a_form_whose_origin_the_page_itself_hid_is_accepted(world: World) -> None:
    address = world.work_address(world.organization())
    visitor = world.visitor()
    world.request_link(visitor, address)
    page = visitor.get(world.link(address))
    elsewhere = visitor.submit(page, Origin="null", Sec_Fetch_Site="cross-site")
    assert elsewhere.heading == "This form is out of date"
    assert visitor.submit(page, Origin="null").heading == "This form is out of date"
    assert visitor.submit(page, Origin="null", Sec_Fetch_Site="same-origin").heading == "Sign in"


def test_an_organization_that_left_confirms_nobody(world: World) -> None:
    visitor, organization = world.visitor(), world.organization()
    address = world.work_address(organization)
    world.request_link(visitor, address)
    page = visitor.get(world.link(address))
    organization.segment = "commercial"
    organization.save()
    refused = visitor.submit(page)
    assert (refused.status, refused.heading) == (403, "You are no longer eligible")
    assert confirmation_of(address).used_at is None


@pytest.mark.parametrize("eligible", [True, False])
def test_nothing_has_happened_when_the_mail_cannot_be_sent(
    world: World,
    broken_mail_server: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    eligible: bool,
) -> None:
    visitor = world.visitor()
    address = world.work_address(world.organization(segment="education" if eligible else "commercial"))
    world.request_link(visitor, address)
    broken_mail_server()
    for _ in range(5):
        page = world.request_link(visitor, address)
        assert (page.status, page.heading) == (503, "We could not send the email")
    assert page.links["Try again"] == "/get-started/"
    monkeypatch.undo()
    if eligible:
        assert visitor.get(world.link(address)).heading == "Confirm your eligibility"
    assert world.request_link(visitor, address).heading == "Check your inbox"
    assert Confirmation.objects.filter(address=address).count() == (2 if eligible else 0)
