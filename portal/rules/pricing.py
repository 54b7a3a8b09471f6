"""What an employee pays. Every page, order and mail takes its figures from `quote`."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.rules import markets
from portal.rules.products import Product, Term

CURRENCY = "USD"
DISCOUNT_PERCENT = 30
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Quote:
    """A price for a term, in `CURRENCY`; None where there is no discount on a list price."""

    list_price: Decimal | None
    discount_percent: int | None
    price: Decimal
    term: Term


def discounted(list_price: Decimal, percent: int) -> Decimal:
    """The list price less the discount, rounded half up to the cent."""
    return (list_price * (100 - percent) / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def quote(product: Product, market: str = markets.DEFAULT) -> Quote:
    """The product's price within the program, which is the same everywhere, and the market's term."""
    term = markets.term(product, market)
    if not product.discounted:
        return Quote(None, None, product.full_price, term)
    price = discounted(product.full_price, DISCOUNT_PERCENT)
    return Quote(product.full_price, DISCOUNT_PERCENT, price, term)


def money(amount: Decimal) -> str:
    """An amount as people read it: ``$69.99``."""
    return f"${amount:,.2f}"


def is_quoted_price(shown: str, product: Product) -> bool:
    """Whether the price that a page showed is the one the product costs now."""
    return shown == str(quote(product).price)
