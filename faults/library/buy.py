"""Faults of the four steps of a purchase: HUP-BUY-1 to -5."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_STORE = "portal.store.views"


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
