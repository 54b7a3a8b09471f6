"""Faults of paying once or not at all: HUP-BUY-6."""

from datetime import date, timedelta
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, wrapped

_STORE = "portal.store.views"
_ORDERS = "portal.store.orders"


@fault("HUP-BUY-6", "A declined card buys.", at="portal.rules.cards")
def declined_card_buys(cards: ModuleType) -> None:
    replace(cards, "outcome", lambda _number: cards.Outcome.ACCEPTED)


def _ordered(store: ModuleType, record: Any, product: Any, benefit: Any, market: str) -> Any:
    """An order beside the one that the checkout may become."""
    again = store.Checkout.objects.create(
        account=record.account, product=product.slug, created_at=store.timezone.now()
    )
    return store.placing._create(again, product, benefit, market, "0002")


@fault("HUP-BUY-6", "A declined card leaves an order behind.", at=_STORE)
def declined_card_leaves_an_order(store: ModuleType) -> None:
    @wrapped(store, "_pay")
    def pay(original: Any, request: Any, *what: Any) -> Any:
        response = original(request, *what)
        if "/checkout/" in response.get("Location", ""):
            _ordered(store, *what)
        return response


@fault("HUP-BUY-6", "A declined card is receipted as if it had paid.", at=_STORE)
def declined_card_gets_a_receipt(store: ModuleType) -> None:
    from portal.store import mails  # noqa: PLC0415

    @wrapped(store, "_pay")
    def pay(original: Any, request: Any, *what: Any) -> Any:
        response = original(request, *what)
        if "/checkout/" in response.get("Location", ""):
            order = _ordered(store, *what)
            mails.send_receipt(order)
            order.delete()
        return response


@fault("HUP-BUY-6", "Nobody is told that the card was declined.", at=_STORE)
def declined_card_says_nothing(store: ModuleType) -> None:
    @wrapped(store, "_checkout_page")
    def page(original: Any, *arguments: Any, **_named: Any) -> Any:
        return original(*arguments)


@fault("HUP-BUY-6", "One pays whatever price the page sends.", at="portal.rules.pricing")
def any_price_is_taken(pricing: ModuleType) -> None:
    replace(pricing, "is_quoted_price", lambda _shown, _product: True)


@fault("HUP-BUY-6", "A price that is a cent too low passes as rounding.", at="portal.rules.pricing")
def a_cent_less_is_taken(pricing: ModuleType) -> None:
    @wrapped(pricing, "is_quoted_price")
    def is_quoted_price(original: Any, shown: str, product: Any) -> bool:
        return bool(original(shown, product)) or shown == str(pricing.quote(product).price - pricing.CENT)


@fault(
    "HUP-BUY-6",
    "A negative price passes: its sign is dropped before it is compared.",
    at="portal.rules.pricing",
)
def sign_of_a_price_is_dropped(pricing: ModuleType) -> None:
    @wrapped(pricing, "is_quoted_price")
    def is_quoted_price(original: Any, shown: str, product: Any) -> bool:
        return bool(original(shown.lstrip("-"), product))


@fault("HUP-BUY-6", "A higher price passes: only who would pay less is refused.", at="portal.rules.pricing")
def higher_price_is_taken(pricing: ModuleType) -> None:
    @wrapped(pricing, "is_quoted_price")
    def is_quoted_price(original: Any, shown: str, product: Any) -> bool:
        return bool(original(shown, product)) or shown > str(pricing.quote(product).price)


@fault("HUP-BUY-6", "A card that has expired pays.", at="portal.rules.cards")
def expired_card_pays(cards: ModuleType) -> None:
    replace(cards, "is_past", lambda _expiry, _today: False)


@fault("HUP-BUY-6", "A card number with a wrong digit is sent to the bank.", at="portal.rules.cards")
def check_digit_is_not_checked(cards: ModuleType) -> None:
    replace(cards, "passes_luhn", lambda _number: True)


@fault("HUP-BUY-6", "A card is refused in its last month.", at="portal.rules.cards")
def card_expires_a_month_early(cards: ModuleType) -> None:
    replace(cards, "is_past", lambda expiry, today: expiry <= (today.year, today.month))


@fault("HUP-BUY-6", "A card still pays in the month after its last.", at="portal.rules.cards")
def card_expires_a_month_late(cards: ModuleType) -> None:
    @wrapped(cards, "is_past")
    def is_past(original: Any, expiry: tuple[int, int], today: date) -> bool:
        return bool(original(expiry, today.replace(day=1) - timedelta(days=1)))


@fault("HUP-BUY-6", "Only numbers of 16 digits pass for cards.", at="portal.rules.cards")
def cards_have_16_digits(cards: ModuleType) -> None:
    replace(cards, "LENGTHS", range(16, 17))


@fault("HUP-BUY-6", "A number of 12 digits is sent to the bank.", at="portal.rules.cards")
def twelve_digits_are_a_card(cards: ModuleType) -> None:
    replace(cards, "LENGTHS", range(12, 20))


@fault("HUP-BUY-6", "A security code of two digits is good enough.", at="portal.rules.cards")
def two_digits_are_a_security_code(cards: ModuleType) -> None:
    replace(cards, "is_security_code", lambda text: len(text) >= 2)


@fault("HUP-BUY-6", "Every time that a checkout is paid makes an order of its own.", at=_ORDERS)
def paying_again_buys_again(orders: ModuleType) -> None:
    replace(orders, "of_checkout", lambda _checkout: None)

    @wrapped(orders, "place")
    def place(original: Any, checkout: Any, product: Any, *others: Any) -> Any:
        again = orders.Checkout.objects.create(
            account=checkout.account, product=product.slug, created_at=orders.timezone.now()
        )
        return original(again, product, *others)


@fault("HUP-BUY-6", "Looking at the receipt mails it again.", at=_STORE)
def reloading_mails_the_receipt_again(store: ModuleType) -> None:
    from portal.store import mails  # noqa: PLC0415

    @wrapped(store, "render")
    def render(original: Any, request: Any, name: str, context: Any, **named: Any) -> Any:
        order = context["order"] if name == "store/order.html" else None
        if order is not None and request.session.get("shown") == order.number:
            mails.send_receipt(order)
        if order is not None:
            request.session["shown"] = order.number
        return original(request, name, context, **named)


@fault("HUP-BUY-6", "Paying again buys nothing, and mails the receipt again.", at=_STORE)
def paying_again_mails_the_receipt_again(store: ModuleType) -> None:
    from portal.store import mails  # noqa: PLC0415

    @wrapped(store, "checkout")
    def checkout(original: Any, request: Any, pk: Any) -> Any:
        placed = store.Order.objects.filter(checkout=pk).first() if request.method == "POST" else None
        if placed is not None:
            mails.send_receipt(placed)
        return original(request, pk)
