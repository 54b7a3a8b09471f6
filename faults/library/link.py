"""Faults of the confirmation link and its mail: HUP-LINK."""

import hashlib
import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_LINKS = "portal.rules.links"
_CONFIRMATIONS = "portal.program.confirmations"
_MAIL = "portal.mail"
_VIEWS = "portal.program.views"


def _sent(mail: ModuleType, change: Callable[[Any], object]) -> None:
    """Change each mail before it is sent."""

    @wrapped(mail.EmailMultiAlternatives, "send")
    def send(original: Any, message: Any, **named: Any) -> Any:
        change(message)
        return original(message, **named)


@fault("HUP-LINK-1", "A copy of the mail goes to an archive.", at=_MAIL)
def mail_goes_to_an_archive_too(mail: ModuleType) -> None:
    @wrapped(mail, "deliver")
    def deliver(original: Any, *, to: str, **others: Any) -> None:
        original(to=to, **others)
        original(to="audit@archive.example", **others)


@fault("HUP-LINK-1", "The mail has a hidden second recipient.", at=_MAIL)
def mail_has_a_hidden_recipient(mail: ModuleType) -> None:
    _sent(mail, lambda message: message.bcc.append("audit@archive.example"))


@fault("HUP-LINK-1", "Two mails answer one request.", at=_MAIL)
def two_mails_answer_one_request(mail: ModuleType) -> None:
    @wrapped(mail, "deliver")
    def deliver(original: Any, **named: Any) -> None:
        original(**named)
        original(**named)


@fault("HUP-LINK-1", "The mail comes from a developer's name.", at="portal.program.mails")
def sender_has_another_name(mails: ModuleType) -> None:
    replace(mails, "SENDER_NAME", "HUP Test")


@fault("HUP-LINK-1", "The subject says no more than that there is news.", at="portal.program.mails")
def subject_says_nothing(mails: ModuleType) -> None:
    @wrapped(mails, "_")
    def translated(original: Any, text: str) -> Any:
        return original("Your request" if text.startswith("You're eligible") else text)


@fault("HUP-LINK-1", "Who is not eligible is told the opposite by the subject.", at="portal.program.mails")
def refusal_has_the_subject_of_a_link(mails: ModuleType) -> None:
    @wrapped(mails, "_")
    def translated(original: Any, text: str) -> Any:
        return original(text.replace("not eligible", "eligible"))


@fault("HUP-LINK-1", "Mails are dated 1970.", at=_MAIL)
def mail_is_dated_1970(mail: ModuleType) -> None:
    replace(mail, "format_datetime", lambda _now: "Thu, 01 Jan 1970 00:00:00 +0000")


template(
    "text-part-has-another-link",
    "HUP-LINK-2",
    "The mail's text leads to another address than its HTML.",
    file="mail/eligible.txt",
    old="{{ link }}",
    new="{{ link }}?utm_source=text",
)

template(
    "mail-has-a-tracking-pixel",
    "HUP-LINK-2",
    "Showing the mail tells a server that it is read.",
    file="mail/eligible.html",
    old="{% endblock %}",
    new="""<img src="{{ link }}/pixel.gif" width="1" height="1" alt="">{% endblock %}""",
)

template(
    "mail-loads-a-foreign-font",
    "HUP-LINK-2",
    "The mail's style comes from somebody else's host.",
    file="mail/base.html",
    old="""<meta charset="utf-8">""",
    new="""<meta charset="utf-8"><link rel="stylesheet" href="https://fonts.example/segoe.css">""",
)


@fault("HUP-LINK-2", "The link leads by way of a page that redirects.", at="portal.program.mails")
def link_leads_by_a_detour(mails: ModuleType) -> None:
    @wrapped(mails, "confirmation_link")
    def confirmation_link(original: Any, token: str) -> str:
        return f"{mails.sites.origin('program')}/?next={original(token)}"


@fault("HUP-LINK-2", "The mail has no part in HTML.", at=_MAIL)
def mail_has_no_html(mail: ModuleType) -> None:
    replace(mail.EmailMultiAlternatives, "attach_alternative", lambda _message, _content, _kind: None)


template(
    "mail-names-a-foreign-site",
    "HUP-LINK-2",
    "The mail's small print names somebody else's site.",
    file="mail/eligible.txt",
    old="{% endautoescape %}",
    new="To unsubscribe: www.mailer.example/out\n{% endautoescape %}",
)


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


@fault("HUP-LINK-5", "The token of a link has 32 random bits.", at=_LINKS)
def token_of_32_bits(links: ModuleType) -> None:
    replace(links, "TOKEN_BYTES", 4)


@fault("HUP-LINK-5", "Tokens are counted up.", at=_LINKS)
def tokens_are_counted_up(links: ModuleType) -> None:
    numbers = count(10**42)
    replace(links, "new_token", lambda: f"t{next(numbers)}")


@fault("HUP-LINK-5", "The token is a digest of the address.", at=_CONFIRMATIONS)
def token_is_made_of_the_address(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "request_link")
    def request_link(original: Any, address: Any, market: str) -> None:
        made = hashlib.sha256(address.key.encode()).hexdigest()
        replace(confirmations.links, "new_token", lambda: made)
        confirmations.Confirmation.objects.filter(address=address.key).delete()
        original(address, market)


@fault("HUP-LINK-5", "Upper and lower case of a token are the same.", at=_LINKS)
def token_is_case_blind(links: ModuleType) -> None:
    @wrapped(links, "digest")
    def digest(original: Any, token: str) -> str:
        return str(original(token.lower()))


@fault("HUP-LINK-5", "Half a token is enough.", at=_LINKS)
def half_a_token_is_enough(links: ModuleType) -> None:
    @wrapped(links, "digest")
    def digest(original: Any, token: str) -> str:
        return str(original(token[:21]))


@fault("HUP-LINK-5", "What is added to a token does not matter.", at=_LINKS)
def longer_token_passes(links: ModuleType) -> None:
    @wrapped(links, "digest")
    def digest(original: Any, token: str) -> str:
        return str(original(token[:43]))


@fault("HUP-LINK-5", "The answer tells a token of the right length from others.", at=_VIEWS)
def answer_tells_the_length_of_a_token(views: ModuleType) -> None:
    @wrapped(views, "_show")
    def show(original: Any, request: Any, token: str) -> Any:
        if len(token) != len(views.links.new_token()):
            return views.render(request, "program/link_not_valid.html", status=400)
        return original(request, token)


@fault("HUP-LINK-5", "The work address is as good as the token.", at=_CONFIRMATIONS)
def address_is_as_good_as_the_token(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "find")
    def find(original: Any, token: str) -> Any:
        named = confirmations.Confirmation.objects.filter(address=token.lower(), used_at=None).last()
        return named or original(token)


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


def _deceived_by(sites: ModuleType, header: str) -> None:
    """Make confirmation links from a header of the request."""
    claims = threading.local()

    @wrapped(sites.SiteMiddleware, "__call__")
    def call(original: Any, self: object, request: Any) -> Any:
        claims.host = request.headers.get(header, "").removeprefix("host=").partition(";")[0]
        return original(self, request)

    @wrapped(sites, "url")
    def url(original: Any, key: str, name: str, *arguments: Any) -> str:
        made: str = original(key, name, *arguments)
        believed = claims.host if name == "confirm" else ""
        return made.replace(sites.origin(key), f"http://{believed}") if believed else made


@fault("HUP-LINK-9", "X-Forwarded-Host decides where the link leads.", at="portal.sites")
def forwarded_host_is_believed(sites: ModuleType) -> None:
    _deceived_by(sites, "X-Forwarded-Host")


@fault("HUP-LINK-9", "The Forwarded header decides where the link leads.", at="portal.sites")
def forwarded_header_is_believed(sites: ModuleType) -> None:
    _deceived_by(sites, "Forwarded")


@fault("HUP-LINK-9", "X-Original-Host decides where the link leads.", at="portal.sites")
def original_host_is_believed(sites: ModuleType) -> None:
    _deceived_by(sites, "X-Original-Host")


@fault(
    "HUP-LINK-9", "Any Host is answered, and the link leads there.", at=("portal.settings", "portal.sites")
)
def any_host_is_answered(module: ModuleType) -> None:
    if module.__name__ == "portal.settings":

        @wrapped(module, "_of_process")
        def of_process(original: Any, config: Any) -> Any:
            return original(config) | {"ALLOWED_HOSTS": ["*"]}

        return
    _deceived_by(module, "Host")

    @wrapped(module, "site_for_host")
    def site_for_host(original: Any, host: str) -> Any:
        return original(host) or module.SITES["program"]
