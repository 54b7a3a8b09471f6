"""Faults of the purchase in four steps: HUP-BUY."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_STORE = "portal.store.views"
_ORDERS = "portal.store.orders"

template(
    "get-started-leads-to-the-criteria",
    "HUP-BUY-1",
    "Get Started leads to the criteria for organizations, and nowhere to sign up.",
    file="program/home.html",
    old="{% url 'get-started' %}",
    new="{% url 'qualify' %}",
)

template(
    "work-address-cannot-be-typed",
    "HUP-BUY-1",
    "The form for the work address is locked.",
    file="program/get_started.html",
    old="{{ form }}",
    new="<fieldset disabled>{{ form }}</fieldset>",
)


@fault("HUP-BUY-1", "Get Started leads into the store, past the work address.", at="portal.program.views")
def get_started_leads_to_the_store(views: ModuleType) -> None:
    @wrapped(views, "get_started")
    def get_started(original: Any, request: Any) -> Any:
        store = views.HttpResponseRedirect(views.sites.url("store", "offers"))
        return store if request.method == "GET" else original(request)


@fault(
    "HUP-BUY-2",
    "The mail says that one is eligible, and the link leads to the front page.",
    at="portal.program.mails",
)
def link_leads_to_the_front_page(mails: ModuleType) -> None:
    replace(mails, "confirmation_link", lambda _token: mails.sites.url("program", "home"))


@fault(
    "HUP-BUY-2",
    "Every link is refused as unknown: another token is stored than mailed.",
    at="portal.program.confirmations",
)
def mailed_link_is_unknown(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "_create")
    def create(original: Any, *arguments: Any) -> Any:
        return original(*arguments[:-1], confirmations.links.new_token())


@fault(
    "HUP-BUY-3",
    "After creating an account one stands on its page, and not in the store.",
    at="portal.account.views",
)
def new_account_leads_nowhere(views: ModuleType) -> None:
    @wrapped(views, "create")
    def create(original: Any, request: Any) -> Any:
        response = original(request)
        if response.status_code in {301, 302, 303}:
            response["Location"] = views.reverse("home")
        return response


@fault("HUP-BUY-3", "The store offers every product, whatever the organization's benefit covers.", at=_STORE)
def benefit_covers_everything(store: ModuleType) -> None:
    @wrapped(store, "covers")
    def covers(original: Any, benefit: Any, product: Any) -> bool:
        return bool(original(benefit, product)) or product in store.products.PRODUCTS


template(
    "store-names-no-organization",
    "HUP-BUY-3",
    "The store does not say through whose benefit the discounts are.",
    file="store/offers.html",
    old="with organization=benefit.organization.name",
    new="with organization=''",
)


@fault("HUP-BUY-4", "No receipt is mailed.", at="portal.store.mails")
def no_receipt_is_mailed(mails: ModuleType) -> None:
    replace(mails, "send_receipt", lambda _order: None)


@fault("HUP-BUY-4", "The receipt goes to the work address, where the employer can read it.", at="portal.mail")
def receipt_goes_to_the_work_address(mail: ModuleType) -> None:
    @wrapped(mail, "deliver")
    def deliver(original: Any, *, to: str, context: Any, **others: Any) -> None:
        order = context.get("order")
        original(to=order.work_address if order else to, context=context, **others)


template(
    "receipt-names-the-other-product",
    "HUP-BUY-4",
    "Every receipt by email is for Microsoft 365 Family.",
    file="mail/receipt.html",
    old="value=order.product_name",
    new="value='Microsoft 365 Family'",
)

template(
    "text-receipt-has-no-order-number",
    "HUP-BUY-4",
    "The text of the receipt has the database's number of the order, which nobody else knows.",
    file="mail/receipt.txt",
    old="order.number|isolated",
    new="order.pk",
)


@fault("HUP-BUY-4", "Whoever has its address sees somebody else's order.", at=_STORE)
def orders_are_open_to_everybody(store: ModuleType) -> None:
    @wrapped(store, "get_object_or_404")
    def get_object_or_404(original: Any, kind: Any, **named: Any) -> Any:
        return original(kind, number=named["number"]) if "number" in named else original(kind, **named)


@fault("HUP-BUY-4", "The list of orders stays empty.", at=_STORE)
def list_of_orders_stays_empty(store: ModuleType) -> None:
    @wrapped(store, "render")
    def render(original: Any, request: Any, name: str, context: Any, **named: Any) -> Any:
        return original(request, name, {} if name == "store/orders.html" else context, **named)


template(
    "list-of-orders-has-another-price",
    "HUP-BUY-4",
    "The list of orders has the list price where it says what one paid.",
    file="store/orders.html",
    old="order.price|money",
    new="order.list_price|default:order.price|money",
)


@fault("HUP-BUY-5", "Asking for a link is enough, nobody has to follow it.", at="portal.program.benefits")
def asking_for_a_link_is_enough(benefits: ModuleType) -> None:
    @wrapped(benefits, "current")
    def current(original: Any, account: Any) -> Any:
        asked = benefits.Confirmation.objects.select_related("organization").last()
        return original(account) or (
            benefits.Benefit(account=account, address=asked.address, organization=asked.organization)
            if asked
            else None
        )


@fault("HUP-BUY-5", "The checkout opens to whoever is signed in, though the store does not.", at=_STORE)
def checkout_asks_for_no_benefit(store: ModuleType) -> None:
    @wrapped(store, "benefit_for")
    def benefit_for(original: Any, account: Any, product: Any) -> Any:
        from portal.organizations.models import Organization  # noqa: PLC0415

        organization = Organization.objects.last()
        return original(account, product) or store.Benefit(account=account, organization=organization)


@fault("HUP-BUY-5", "A checkout is open to everybody who has its address.", at=_STORE)
def checkout_is_open_to_everybody(store: ModuleType) -> None:
    @wrapped(store, "get_object_or_404")
    def get_object_or_404(original: Any, kind: Any, **named: Any) -> Any:
        return original(kind, pk=named["pk"]) if "pk" in named else original(kind, **named)

    @wrapped(store, "benefit_for")
    def benefit_for(original: Any, account: Any, product: Any) -> Any:
        return original(account, product) or store.Benefit.objects.last()


template(
    "prices-are-shown-before-confirming",
    "HUP-BUY-5",
    "Who has not confirmed the work address is shown the discounted prices as a lure.",
    file="program/confirm_first.html",
    old="""<p><a class="button\"""",
    new="""<p>Family: $69.99</p><p><a class="button\"""",
)


@fault("HUP-BUY-5", "Checkout and orders turn visitors away, and ask nobody to sign in.", at=_STORE)
def checkout_asks_nobody_to_sign_in(store: ModuleType) -> None:
    @wrapped(store.single_sign_on, "start")
    def start(original: Any, request: Any, client: str, path: str) -> Any:
        if client == store.CLIENT and path.startswith(("/checkout/", "/orders/")):
            return store.program_views.confirm_first(request)
        return original(request, client, path)


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
