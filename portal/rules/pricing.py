"""What an employee pays. Every page, order and mail takes its figures from `quote`."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.rules.products import Product

CURRENCY = "USD"
DISCOUNT_PERCENT = 30
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Quote:
    """A price for a year, in `CURRENCY`."""

    list_price: Decimal
    discount_percent: int
    price: Decimal


def discounted(list_price: Decimal, percent: int) -> Decimal:
    """The list price less the discount, rounded half up to the cent."""
    return (list_price * (100 - percent) / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def quote(product: Product) -> Quote:
    """The product's price within the program."""
    return Quote(product.list_price, DISCOUNT_PERCENT, discounted(product.list_price, DISCOUNT_PERCENT))


def money(amount: Decimal) -> str:
    """An amount as people read it: ``$69.99``."""
    return f"${amount:,.2f}"


def is_quoted_price(shown: str, product: Product) -> bool:
    """Whether the price that a page showed is the one the product costs now."""
    return shown == str(quote(product).price)
