"""Where the program is offered, and how. Source: the program's FAQ, "In which markets".

A market is a country or region by its ISO 3166 code.
"""

import functools

from django.utils.translation import get_language
from django_countries import countries

from portal.rules import products
from portal.rules.products import Product, Term

CHINA = "CN"
HONG_KONG = "HK"
JAPAN = "JP"
DEFAULT = "US"

NOT_OFFERED = frozenset({"MO", "RU", "VE"})
ONE_YEAR_ONLY = frozenset({CHINA, HONG_KONG})
NOT_SOLD = {JAPAN: frozenset({products.FAMILY.slug})}
# Markets whose store page speaks a locale of its own.
LOCALIZED = frozenset({HONG_KONG})
STORE_PAGES = {CHINA: "china", HONG_KONG: "hong-kong"}


def exists(market: str) -> bool:
    """Whether this is the code of a market."""
    return market in countries.countries


def name(market: str) -> str:
    """What the market is called in the reader's language."""
    return countries.name(market)


def named() -> tuple[tuple[str, str], ...]:
    """Every market, code and name, in the order of the names in the reader's language."""
    return _named(get_language())


# Sorting by the rules of a language takes as long as a whole page does.
@functools.cache
def _named(language: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((country.code, country.name) for country in countries)


def offered(market: str) -> bool:
    """Whether the program exists in the market at all."""
    return market not in NOT_OFFERED


def sold(product: Product, market: str) -> bool:
    """Whether the market has this product."""
    return offered(market) and product.slug not in NOT_SOLD.get(market, frozenset())


def products_in(market: str) -> tuple[Product, ...]:
    """What the program sells in the market."""
    return tuple(product for product in products.PRODUCTS if sold(product, market))


def term(product: Product, market: str) -> Term:
    """How long one has the product that one buys in the market."""
    return Term.ONE_YEAR if product.term is Term.YEARLY and market in ONE_YEAR_ONLY else product.term


def store_page(market: str) -> str | None:
    """The name of the store page that is the market's own; None where the common one serves."""
    return STORE_PAGES.get(market)


def store_locale(market: str, language: str) -> str | None:
    """The locale that the market's own store page has in its address; None where there is none."""
    return f"{language}_{market}" if market in LOCALIZED else None
