"""The products that the program sells."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Term(StrEnum):
    """How long one has what one paid for."""

    YEARLY = "yearly"  # renews every year
    ONE_YEAR = "one-year"  # ends after a year
    ONE_TIME = "one-time"  # no subscription


@dataclass(frozen=True, slots=True)
class Product:
    """What the program sells. ``full_price`` is in US dollars: what one pays unless it is ``discounted``."""

    slug: str
    name: str
    full_price: Decimal
    term: Term = Term.YEARLY
    discounted: bool = True


FAMILY = Product("family", "Microsoft 365 Family", Decimal("99.99"))
PERSONAL = Product("personal", "Microsoft 365 Personal", Decimal("69.99"))
PRODUCTS = (FAMILY, PERSONAL)
SLUGS = tuple(product.slug for product in PRODUCTS)

_OTHER_PRICE = Decimal("14.99")
VISIO = Product("visio", "Visio Professional 2019", _OTHER_PRICE, Term.ONE_TIME, discounted=False)
PROJECT = Product("project", "Project Professional 2019", _OTHER_PRICE, Term.ONE_TIME, discounted=False)
# For employees of organizations of the previous program only.
OTHER_PRODUCTS = (VISIO, PROJECT)


def find(slug: str) -> Product | None:
    """The product with this slug, if the program sells one."""
    return next((product for product in (*PRODUCTS, *OTHER_PRODUCTS) if product.slug == slug), None)
