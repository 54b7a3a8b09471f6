"""Faults of the life of a confirmation link: HUP-LINK-3, -4, -6, -7 and -8."""

from datetime import timedelta
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_LINKS = "portal.rules.links"
_CONFIRMATIONS = "portal.program.confirmations"
_VIEWS = "portal.program.views"


@fault("HUP-LINK-3", "A confirmation link works as often as one likes.", at=_LINKS)
def link_works_twice(links: ModuleType) -> None:
    @wrapped(links, "state")
    def state(original: Any, *, used_at: object, **others: Any) -> Any:
        return original(used_at=None, **others)


@fault(
    "HUP-LINK-3",
    "A used link is refused when it is opened, and confirms if it is open already.",
    at=_CONFIRMATIONS,
)
def open_link_works_twice(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "use")
    def use(original: Any, token: str) -> Any:
        digest = confirmations.links.digest(token)
        confirmations.Confirmation.objects.filter(digest=digest).update(used_at=None)
        return original(token)


template(
    "used-link-is-a-dead-end",
    "HUP-LINK-3",
    "The second use is refused without a word on how to get another link.",
    file="program/link_used.html",
    old="program/link.html",
    new="base.html",
)


def _expired_after(links: ModuleType, lifetime: timedelta) -> None:
    replace(links, "is_expired", lambda created_at, now: now - created_at >= lifetime)


@fault("HUP-LINK-4", "A link lives for 23 hours.", at=_LINKS)
def link_lives_23_hours(links: ModuleType) -> None:
    _expired_after(links, timedelta(hours=23))


@fault("HUP-LINK-4", "A link lives for 25 hours.", at=_LINKS)
def link_lives_25_hours(links: ModuleType) -> None:
    _expired_after(links, timedelta(hours=25))


@fault("HUP-LINK-4", "A link dies a minute and a half before its day is over.", at=_LINKS)
def link_dies_a_little_early(links: ModuleType) -> None:
    _expired_after(links, timedelta(hours=23, minutes=58, seconds=30))


@fault("HUP-LINK-4", "A link lives two minutes longer than a day.", at=_LINKS)
def link_lives_a_little_longer(links: ModuleType) -> None:
    _expired_after(links, timedelta(hours=24, minutes=2))


@fault("HUP-LINK-4", "A link never expires: whole days are left out of its age.", at=_LINKS)
def days_are_left_out_of_the_age(links: ModuleType) -> None:
    lifetime = links.LIFETIME.total_seconds()
    replace(links, "is_expired", lambda created_at, now: (now - created_at).seconds >= lifetime)


@fault("HUP-LINK-4", "A link that was opened in time confirms after its end.", at=_CONFIRMATIONS)
def open_link_never_expires(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "use")
    def use(original: Any, token: str) -> Any:
        digest = confirmations.links.digest(token)
        now = confirmations.timezone.now()
        confirmations.Confirmation.objects.filter(digest=digest).update(created_at=now)
        return original(token)


template(
    "mail-promises-two-days",
    "HUP-LINK-4",
    "The mail promises that the link works for 48 hours.",
    file="mail/eligible.txt",
    old="within {{ hours }} hours",
    new="within 48 hours",
)


@fault("HUP-LINK-6", "Looking at a link uses it up.", at=_VIEWS)
def looking_uses_the_link_up(views: ModuleType) -> None:
    replace(
        views,
        "_show",
        lambda request, token: views.render(
            request, "program/confirm.html", {"confirmation": views.confirmations.use(token)}
        ),
    )


@fault("HUP-LINK-6", "A HEAD request uses the link up.", at=_VIEWS)
def head_uses_the_link_up(views: ModuleType) -> None:
    @wrapped(views, "_show")
    def show(original: Any, request: Any, token: str) -> Any:
        response = original(request, token)
        if request.method == "HEAD":
            views.confirmations.use(token)
        return response


@fault("HUP-LINK-6", "A link belongs to the first browser that opens it.", at=_VIEWS)
def link_is_bound_to_the_first_browser(views: ModuleType) -> None:
    first: dict[str, str] = {}

    @wrapped(views, "_show")
    def show(original: Any, request: Any, token: str) -> Any:
        if not request.session.session_key:
            request.session.create()
        if first.setdefault(token, request.session.session_key) != request.session.session_key:
            raise views.confirmations.LinkRefusedError(views.links.LinkState.USED)
        return original(request, token)


@fault("HUP-LINK-7", "An older link stays valid beside the new one.", at=_CONFIRMATIONS)
def older_link_stays_valid(confirmations: ModuleType) -> None:
    replace(confirmations, "void_earlier", lambda _confirmation: None)


@fault("HUP-LINK-7", "Asking again ends the new link together with the old one.", at=_CONFIRMATIONS)
def new_link_ends_itself(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "void_earlier")
    def void_earlier(original: Any, confirmation: Any) -> None:
        original(confirmation)
        earlier = confirmations.Confirmation.objects.filter(address=confirmation.address)
        if earlier.count() > 1:
            earlier.update(voided_at=confirmations.timezone.now())


@fault("HUP-LINK-7", "Nothing slows down who asks again and again.", at=_LINKS)
def nothing_slows_requests_down(links: ModuleType) -> None:
    replace(links, "seconds_to_wait", lambda _requests, _now: 0)


@fault("HUP-LINK-7", "A fourth link is sent before requests are slowed down.", at=_LINKS)
def fourth_link_is_sent(links: ModuleType) -> None:
    replace(links, "REQUESTS_ALLOWED", 4)


@fault("HUP-LINK-7", "The third request is slowed down already.", at=_LINKS)
def third_link_is_not_sent(links: ModuleType) -> None:
    replace(links, "REQUESTS_ALLOWED", 2)


@fault("HUP-LINK-7", "Who asked too often has to wait for an hour.", at=_LINKS)
def waiting_takes_an_hour(links: ModuleType) -> None:
    replace(links, "REQUESTS_WINDOW", timedelta(hours=1))


@fault("HUP-LINK-7", "Who asked too often can go on after five minutes.", at=_LINKS)
def waiting_takes_five_minutes(links: ModuleType) -> None:
    replace(links, "REQUESTS_WINDOW", timedelta(minutes=5))


@fault(
    "HUP-LINK-7",
    "Who asks too often is asked to wait, and mailed another link all the same.",
    at=_CONFIRMATIONS,
)
def waiting_brings_a_link_all_the_same(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "request_link")
    def request_link(original: Any, address: Any, market: str) -> None:
        try:
            original(address, market)
        except confirmations.AskedTooOftenError:
            organization = confirmations.lookup.eligible_employer(address)
            confirmations.mails.send_eligible(address, organization, confirmations.links.new_token())
            raise


@fault("HUP-LINK-8", "The benefit moves to whoever confirmed last.", at="portal.program.benefits")
def benefit_moves_to_the_last_account(benefits: ModuleType) -> None:
    @wrapped(benefits, "bind")
    def bind(original: Any, confirmation: Any, account: Any) -> Any:
        benefits.Benefit.objects.filter(address=confirmation.address).update(account=account)
        return original(confirmation, account)


@fault(
    "HUP-LINK-8",
    "The refusal of a second account comes too late: it has the benefit, too.",
    at="portal.program.benefits",
)
def refused_account_has_the_benefit(benefits: ModuleType) -> None:
    @wrapped(benefits, "bind")
    def bind(original: Any, confirmation: Any, account: Any) -> Any:
        try:
            return original(confirmation, account)
        except benefits.BelongsToAnotherAccountError:
            benefits.Benefit.objects.filter(address=confirmation.address).update(account=account)
            raise


@fault("HUP-LINK-8", "The benefit stays with the browser, whoever signs in there.", at="portal.store.views")
def benefit_stays_with_the_browser(store: ModuleType) -> None:
    @wrapped(store, "offers")
    def offers(original: Any, request: Any) -> Any:
        response = original(request)
        if response.status_code == 200:
            response.set_cookie("last", request.user.pk)
        elif response.status_code == 403 and "last" in request.COOKIES:
            request.user = store.Account.objects.get(pk=request.COOKIES["last"])
            response = original(request)
        return response
