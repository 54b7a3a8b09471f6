"""Faults of the offer and its prices: HUP-PROGRAM."""

from decimal import Decimal
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, stylesheet, template, wrapped


@fault("HUP-PROGRAM-1", "The discount is 29 per cent.", at="portal.rules.pricing")
def discount_of_29_percent(pricing: ModuleType) -> None:
    replace(pricing, "DISCOUNT_PERCENT", 29)


@fault("HUP-PROGRAM-1", "Prices are rounded up: Personal costs $49.00.", at="portal.rules.pricing")
def prices_are_rounded_up(pricing: ModuleType) -> None:
    @wrapped(pricing, "discounted")
    def discounted(original: Any, *figures: Any) -> Decimal:
        rounded: Decimal = original(*figures)
        return rounded.quantize(Decimal("0.1"), rounding="ROUND_UP")


@fault("HUP-PROGRAM-1", "The list price of Family has two digits swapped.", at="portal.program.views")
def list_price_is_misspelled(views: ModuleType) -> None:
    @wrapped(views, "render")
    def render(original: Any, *arguments: Any) -> Any:
        response = original(*arguments)
        response.content = response.content.replace(b"$99.99", b"$99.89")
        return response


stylesheet(
    "list-price-cannot-be-seen",
    "HUP-PROGRAM-1",
    "The list price is in the page, and hidden: nobody sees what the discount is taken off.",
    new=".price .list { display: none; }",
)

stylesheet(
    "phone-hides-the-discount",
    "HUP-PROGRAM-1",
    "On a phone the discount is left out, to save room.",
    new="@media (max-width: 44rem) { .price .discount { display: none; } }",
)

stylesheet(
    "phone-misspells-the-price",
    "HUP-PROGRAM-1",
    "On a phone a digit stands before the price: an employee pays $1$69.99.",
    new="@media (max-width: 44rem) { .price .pay dd::before { content: '$1'; } }",
)

template(
    "prices-are-said-to-be-monthly",
    "HUP-PROGRAM-1",
    "The program's page says that the price is due every month.",
    file="offer.html",
    old="<small>{{ quote.term|period }}</small>",
    new="<small>per month</small>",
)


@fault("HUP-PROGRAM-2", "The receipt by email is a cent off.", at="portal.store.mails")
def receipt_mail_is_a_cent_off(mails: ModuleType) -> None:
    @wrapped(mails, "send_receipt")
    def send_receipt(original: Any, order: Any) -> None:
        order.price -= Decimal("0.01")
        try:
            original(order)
        finally:
            order.price += Decimal("0.01")


@fault("HUP-PROGRAM-2", "The checkout asks for a cent more than the store.", at="portal.store.views")
def checkout_asks_a_cent_more(views: ModuleType) -> None:
    @wrapped(views, "_checkout_page")
    def page(original: Any, *arguments: Any, **named: Any) -> Any:
        response = original(*arguments, **named)
        for price, dearer in ((b"<dd>$69.99<", b"<dd>$70.00<"), (b"<dd>$48.99<", b"<dd>$49.00<")):
            response.content = response.content.replace(price, dearer)
        return response


for _where, _file, _receipt in (
    ("html-receipt", "mail/receipt.html", "The receipt by email"),
    ("text-receipt", "mail/receipt.txt", "The receipt by email, read as plain text,"),
    ("store-receipt", "store/order.html", "The receipt in the store"),
):
    template(
        f"{_where}-says-list-price-was-paid",
        "HUP-PROGRAM-2",
        f"{_receipt} says that the employee paid the list price.",
        file=_file,
        old="order.price|money",
        new="order.list_price|default:order.price|money",
    )


@fault(
    "HUP-PROGRAM-2", "The receipt by email has list price and price paid swapped.", at="portal.store.mails"
)
def receipt_mail_swaps_its_prices(mails: ModuleType) -> None:
    @wrapped(mails, "send_receipt")
    def send_receipt(original: Any, order: Any) -> None:
        paid, listed = order.price, order.list_price or order.price
        order.price, order.list_price = listed, paid
        try:
            original(order)
        finally:
            order.price, order.list_price = paid, listed if order.discount_percent else None


@fault(
    "HUP-PROGRAM-2",
    "The store forgets the discount that the program's page promises.",
    at="portal.store.views",
)
def store_shows_the_list_price(views: ModuleType) -> None:
    @wrapped(views, "render")
    def render(original: Any, request: Any, name: str, context: Any, **named: Any) -> Any:
        response = original(request, name, context, **named)
        if name == "store/offers.html":
            for price, listed in ((b"<dd>$48.99 <", b"<dd>$69.99 <"), (b"<dd>$69.99 <", b"<dd>$99.99 <")):
                response.content = response.content.replace(price, listed, 1)
        return response
