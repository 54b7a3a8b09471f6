"""The products that the program sells."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """A subscription; ``list_price`` is in US dollars for a year."""

    slug: str
    name: str
    list_price: Decimal


FAMILY = Product("family", "Microsoft 365 Family", Decimal("99.99"))
PERSONAL = Product("personal", "Microsoft 365 Personal", Decimal("69.99"))
PRODUCTS = (FAMILY, PERSONAL)
SLUGS = tuple(product.slug for product in PRODUCTS)


def find(slug: str) -> Product | None:
    """The product with this slug, if the program sells one."""
    return next((product for product in PRODUCTS if product.slug == slug), None)
