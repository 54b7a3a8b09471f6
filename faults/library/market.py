"""Faults of the markets: HUP-MARKET."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped


@fault("HUP-MARKET-1", "Brazil lacks Family.", at="portal.rules.markets")
def brazil_lacks_family(markets: ModuleType) -> None:
    replace(markets, "NOT_SOLD", {**markets.NOT_SOLD, "BR": frozenset({"family"})})


@fault("HUP-MARKET-1", "The program is closed to South Africa.", at="portal.rules.markets")
def south_africa_is_closed(markets: ModuleType) -> None:
    replace(markets, "NOT_OFFERED", markets.NOT_OFFERED | {"ZA"})


@fault(
    "HUP-MARKET-1",
    "Subscriptions end after a year in Taiwan, as if it were Hong Kong.",
    at="portal.rules.markets",
)
def taiwan_buys_for_one_year(markets: ModuleType) -> None:
    replace(markets, "ONE_YEAR_ONLY", markets.ONE_YEAR_ONLY | {"TW"})


@fault("HUP-MARKET-1", "Macedonia is refused where Macao was meant: MK for MO.", at="portal.rules.markets")
def macedonia_is_taken_for_macao(markets: ModuleType) -> None:
    replace(markets, "NOT_OFFERED", markets.NOT_OFFERED | {"MK"})


@fault("HUP-MARKET-1", "Fiji is missing from the markets.", at="portal.rules.markets")
def fiji_is_missing(markets: ModuleType) -> None:
    @wrapped(markets, "named")
    def named(original: Any) -> Any:
        return tuple(market for market in original() if market[0] != "FJ")


@fault("HUP-MARKET-1", "South Korea pays the full price.", at="portal.rules.pricing")
def south_korea_gets_no_discount(pricing: ModuleType) -> None:
    @wrapped(pricing, "quote")
    def quote(original: Any, product: Any, market: str = "US") -> Any:
        quoted = original(product, market)
        return pricing.Quote(None, None, product.full_price, quoted.term) if market == "KR" else quoted


@fault("HUP-MARKET-2", "The program is offered in Macao.", at="portal.rules.markets")
def macao_is_open(markets: ModuleType) -> None:
    replace(markets, "NOT_OFFERED", frozenset({"RU", "VE"}))


@fault("HUP-MARKET-2", "The program is offered in Venezuela.", at="portal.rules.markets")
def venezuela_is_open(markets: ModuleType) -> None:
    replace(markets, "NOT_OFFERED", frozenset({"MO", "RU"}))


def _opened(borders: ModuleType, site: str, *pages: str) -> None:
    replace(borders, "OPEN", {**borders.OPEN, site: borders.OPEN[site] | set(pages)})


@fault("HUP-MARKET-2", "One can sign up where the program is not offered.", at="portal.preferences.borders")
def closed_markets_can_sign_up(borders: ModuleType) -> None:
    _opened(borders, "program", "get-started", "check-your-inbox")


@fault("HUP-MARKET-2", "A link confirms where the program is not offered.", at="portal.preferences.borders")
def closed_markets_can_confirm(borders: ModuleType) -> None:
    _opened(borders, "program", "confirm")


@fault(
    "HUP-MARKET-2", "The front page sends people away, the store does not.", at="portal.preferences.borders"
)
def closed_markets_see_the_store(borders: ModuleType) -> None:
    replace(borders, "OPEN", {"program": borders.OPEN["program"]})


@fault(
    "HUP-MARKET-2", "A checkout that was open before can be paid in Russia.", at="portal.preferences.borders"
)
def closed_markets_can_pay(borders: ModuleType) -> None:
    _opened(borders, "store", "checkout")


@fault("HUP-MARKET-2", "Signing in leads into the store from Venezuela.", at="portal.preferences.borders")
def closed_markets_can_sign_in(borders: ModuleType) -> None:
    _opened(borders, "program", "signed-in")
    _opened(borders, "store", "offers")


template(
    "refused-market-is-shown-a-way-in",
    "HUP-MARKET-2",
    "The page for markets without the offer has a Get Started button.",
    file="preferences/not_offered.html",
    old="""<p>{% translate "Do you live""",
    new="""<p><a href="/get-started/">{% translate "Get Started" %}</a></p><p>{% translate "Do you live""",
)

template(
    "refused-market-is-shown-a-price",
    "HUP-MARKET-2",
    "The page for markets without the offer praises the price.",
    file="preferences/not_offered.html",
    old="""<p>{% translate "Do you live""",
    new="""<p>From $48.99 a year elsewhere.</p><p>{% translate "Do you live""",
)


@fault("HUP-MARKET-3", "A subscription that was bought in China renews.", at="portal.rules.markets")
def china_renews(markets: ModuleType) -> None:
    replace(markets, "ONE_YEAR_ONLY", frozenset({"HK"}))


@fault("HUP-MARKET-3", "China has no store page of its own.", at="portal.rules.markets")
def china_shares_the_common_store(markets: ModuleType) -> None:
    replace(markets, "STORE_PAGES", {"HK": "hong-kong"})


@fault("HUP-MARKET-3", "China is led to the store page of Hong Kong.", at="portal.rules.markets")
def china_is_led_to_hong_kong(markets: ModuleType) -> None:
    replace(markets, "STORE_PAGES", {"CN": "hong-kong", "HK": "hong-kong"})


@fault("HUP-MARKET-3", "Only the order of a Chinese customer says that it renews.", at="portal.store.orders")
def chinese_order_renews(orders: ModuleType) -> None:
    @wrapped(orders, "_create")
    def create(
        original: Any, checkout: Any, product: Any, benefit: Any, market: str, card_ending: str
    ) -> Any:
        order = original(checkout, product, benefit, market, card_ending)
        if market == "CN":
            order.term = "yearly"
            order.save()
        return order


@fault("HUP-MARKET-4", "A subscription that was bought in Hong Kong renews.", at="portal.rules.markets")
def hong_kong_renews(markets: ModuleType) -> None:
    replace(markets, "ONE_YEAR_ONLY", frozenset({"CN"}))


@fault("HUP-MARKET-4", "Hong Kong has no store page of its own.", at="portal.rules.markets")
def hong_kong_shares_the_common_store(markets: ModuleType) -> None:
    replace(markets, "STORE_PAGES", {"CN": "china"})


@fault("HUP-MARKET-4", "The address of Hong Kong's store page lacks its locale.", at="portal.rules.markets")
def hong_kong_has_no_locale(markets: ModuleType) -> None:
    replace(markets, "LOCALIZED", frozenset())


template(
    "hong-kong-page-is-in-common-english",
    "HUP-MARKET-4",
    "Hong Kong's store page does not say that its English is that of Hong Kong.",
    file="store/hong-kong.html",
    old="{{ LANGUAGE_CODE }}-HK",
    new="{{ LANGUAGE_CODE }}",
)


@fault("HUP-MARKET-5", "Japan is sold Family.", at="portal.rules.markets")
def japan_sells_family(markets: ModuleType) -> None:
    replace(markets, "NOT_SOLD", {})


@fault("HUP-MARKET-5", "Japan is sold nothing at all.", at="portal.rules.markets")
def japan_sells_nothing(markets: ModuleType) -> None:
    replace(markets, "NOT_SOLD", {"JP": frozenset({"family", "personal"})})


@fault("HUP-MARKET-5", "Japan's store hides Family, and its checkout sells it.", at="portal.rules.markets")
def japans_checkout_sells_family(markets: ModuleType) -> None:
    sold = markets.sold
    replace(
        markets,
        "products_in",
        lambda market: tuple(product for product in markets.products.PRODUCTS if sold(product, market)),
    )
    replace(markets, "sold", lambda product, market: markets.offered(market))


@fault(
    "HUP-MARKET-5",
    "Another browser does not know that the benefit is for Japan.",
    at="portal.preferences.choice",
)
def market_does_not_go_along(choice: ModuleType) -> None:
    @wrapped(choice, "market")
    def market(original: Any, request: Any, benefit: Any = None) -> str:
        chosen: str = request.COOKIES.get(choice.MARKET_COOKIE, "")
        return chosen if choice.markets.exists(chosen) else choice.markets.DEFAULT
