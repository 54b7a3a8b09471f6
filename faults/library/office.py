"""Faults of the other Office products: HUP-OFFICE."""

import dataclasses
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_STORE = "portal.store.views"

template(
    "other-products-have-no-way-to-them",
    "HUP-OFFICE-1",
    "The store does not lead to the other Office products.",
    file="store/navigation.html",
    old="{% if person|finds_other_products %}",
    new="{% if False %}",
)


@fault("HUP-OFFICE-1", "Project is missing beside Visio.", at="portal.rules.products")
def project_is_missing(products: ModuleType) -> None:
    replace(products, "OTHER_PRODUCTS", (products.VISIO,))


@fault("HUP-OFFICE-1", "Visio and Project cost $15.99.", at="portal.rules.pricing")
def other_products_cost_a_dollar_more(pricing: ModuleType) -> None:
    @wrapped(pricing, "quote")
    def quote(original: Any, product: Any, *market: Any) -> Any:
        quoted = original(product, *market)
        return quoted if product.discounted else dataclasses.replace(quoted, price=quoted.price + 1)


@fault("HUP-OFFICE-1", "Visio is said to renew every year.", at="portal.rules.products")
def visio_renews(products: ModuleType) -> None:
    visio = dataclasses.replace(products.VISIO, term=products.Term.YEARLY)
    replace(products, "VISIO", visio)
    replace(products, "OTHER_PRODUCTS", (visio, products.PROJECT))


@fault("HUP-OFFICE-1", "In China Visio is sold for a year, too.", at="portal.rules.markets")
def visio_ends_in_china(markets: ModuleType) -> None:
    @wrapped(markets, "term")
    def term(original: Any, product: Any, market: str) -> Any:
        return markets.Term.ONE_YEAR if market in markets.ONE_YEAR_ONLY else original(product, market)


@fault("HUP-OFFICE-1", "The section is shown, and its checkouts are not found.", at=_STORE)
def other_products_cannot_be_bought(store: ModuleType) -> None:
    @wrapped(store, "covers")
    def covers(original: Any, benefit: Any, product: Any) -> bool:
        return bool(original(benefit, product)) and product not in store.products.OTHER_PRODUCTS


for _where, _file, _missing in (
    ("store", "store/offers.html", "Who misses one of the discounts"),
    ("other-products", "store/other_products.html", "Who misses one of the other Office products"),
    ("refusal", "program/confirm_first.html", "Who is shown no discount at all"),
):
    template(
        f"{_where}-says-not-whom-to-ask",
        "HUP-OFFICE-2",
        f"{_missing} is not told whom to ask.",
        file=_file,
        old="""{% include "missing_discount.html" %}""",
        new="",
    )

template(
    "missing-discount-leads-to-the-shop",
    "HUP-OFFICE-2",
    "Where a discount is missing, the page sends people to Microsoft instead of to their employer.",
    file="missing_discount.html",
    old="Contact your employer's Home Use Program administrator, who",
    new="Contact Microsoft support, which",
)


@fault("HUP-OFFICE-3", "Everybody finds the other Office products.", at="portal.organizations.models")
def everybody_was_in_the_previous_program(models: ModuleType) -> None:
    @wrapped(models.Organization, "from_db")
    def from_db(original: Any, *arguments: Any) -> Any:
        organization = original(*arguments)
        organization.previous_program = True
        return organization


template(
    "everybody-is-led-to-other-products",
    "HUP-OFFICE-3",
    "The store leads everybody to the other Office products, where most find nothing.",
    file="store/navigation.html",
    old="{% if person|finds_other_products %}",
    new="{% if True %}",
)


@fault("HUP-OFFICE-3", "Who knows the address of Visio's checkout can buy it.", at=_STORE)
def checkout_of_visio_is_open(store: ModuleType) -> None:
    @wrapped(store, "covers")
    def covers(original: Any, benefit: Any, product: Any) -> bool:
        return bool(original(benefit, product)) or product in store.products.OTHER_PRODUCTS


@fault("HUP-OFFICE-3", "Visio's checkout sends other organizations' employees back to confirm.", at=_STORE)
def refusal_tells_of_visio(store: ModuleType) -> None:
    @wrapped(store, "benefit_for")
    def benefit_for(original: Any, account: Any, product: Any) -> Any:
        try:
            return original(account, product)
        except store.Http404:
            return None
