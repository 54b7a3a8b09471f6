"""Faults of sessions, and of what browsers are told: HUP-QUALITY-7 and 8."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, wrapped

_SESSIONS = "portal.account.sessions"
_SECURITY = "portal.security"


@fault("HUP-QUALITY-7", "The session of before the sign-in is that of after it.", at=_SESSIONS)
def session_stays_the_same(sessions: ModuleType) -> None:
    def login(request: Any, account: Any) -> None:
        auth = sessions.auth
        request.session[auth.SESSION_KEY] = account._meta.pk.value_to_string(account)
        request.session[auth.BACKEND_SESSION_KEY] = "portal.account.backend.AccountBackend"
        request.session[auth.HASH_SESSION_KEY] = account.get_session_auth_hash()
        request.user = account

    @wrapped(sessions, "join")
    def join(original: Any, request: Any, sign_in: Any) -> None:
        rotating, sessions.auth.login = sessions.auth.login, login
        try:
            original(request, sign_in)
        finally:
            sessions.auth.login = rotating


@fault("HUP-QUALITY-7", "Signing out ends nothing but the page.", at=_SESSIONS)
def signing_out_ends_nothing(sessions: ModuleType) -> None:
    replace(sessions, "end", lambda _request: None)


@fault("HUP-QUALITY-7", "Signing out of one site leaves all others open.", at=_SESSIONS)
def signing_out_ends_one_site(sessions: ModuleType) -> None:
    replace(sessions, "end", sessions.auth.logout)


@fault(
    "HUP-QUALITY-7", "Signing out forgets the cookie, and the session goes on for who has it.", at=_SESSIONS
)
def signing_out_forgets_the_cookie_alone(sessions: ModuleType) -> None:
    def end(request: Any) -> None:
        request.session = type(request.session)()
        request.session.modified = True

    replace(sessions, "end", end)


@fault("HUP-QUALITY-7", "The sites do not notice that one was signed out elsewhere.", at="portal.settings")
def sites_do_not_hear_of_the_end(settings: ModuleType) -> None:
    ends = "portal.account.sessions.SignInMiddleware"
    replace(settings, "MIDDLEWARE", [one for one in settings.MIDDLEWARE if one != ends])


@fault(
    "HUP-QUALITY-7",
    "Whoever follows somebody's way back from the sign-in is let in.",
    at="portal.single_sign_on",
)
def way_back_is_for_anybody(single_sign_on: ModuleType) -> None:
    from portal.account import authorization, models  # noqa: PLC0415

    known: dict[str, list[Any]] = {}

    @wrapped(single_sign_on, "start")
    def start(original: Any, request: Any, *arguments: Any) -> Any:
        response = original(request, *arguments)
        entry = request.session[single_sign_on._SESSION_KEY][-1]
        known[entry[0]] = entry
        return response

    @wrapped(single_sign_on, "finish")
    def finish(original: Any, request: Any, client_key: str) -> Any:
        entry = known.get(request.GET.get("state", ""))
        if entry:
            request.session[single_sign_on._SESSION_KEY] = [entry]
        return original(request, client_key)

    @wrapped(authorization, "redeem")
    def redeem(original: Any, code: str, *others: Any) -> Any:
        codes = models.AuthorizationCode.objects
        codes.filter(digest=authorization._digest(code)).update(used_at=None)
        return original(code, *others)


def _orders(security: ModuleType, change: Any, *, only: Any = None) -> None:
    """Let `change` have the headers of every answer, or of those to some requests."""

    @wrapped(security.SecurityHeadersMiddleware, "__call__")
    def call(original: Any, self: Any, request: Any) -> Any:
        response = original(self, request)
        if only is None or only(request, response):
            change(response.headers)
        return response


def _without(*names: str) -> Any:
    def change(headers: Any) -> None:
        for name in names:
            headers.pop(name, None)

    return change


@fault("HUP-QUALITY-8", "Browsers run whatever script gets into a page.", at=_SECURITY)
def scripts_run_from_anywhere(security: ModuleType) -> None:
    _orders(security, _without("Content-Security-Policy"))


@fault("HUP-QUALITY-8", "Browsers run scripts that stand in a page.", at=_SECURITY)
def inline_scripts_run(security: ModuleType) -> None:
    @wrapped(security, "content_security_policy")
    def content_security_policy(original: Any, *assets: str) -> str:
        return f"{original(*assets)}; script-src 'self' 'unsafe-inline'"


@fault(
    "HUP-QUALITY-8",
    "Pages may fetch pictures from anywhere, and so tell anybody of their readers.",
    at=_SECURITY,
)
def pictures_come_from_anywhere(security: ModuleType) -> None:
    @wrapped(security, "content_security_policy")
    def content_security_policy(original: Any, *assets: str) -> str:
        return str(original(*assets)).replace("img-src 'self'", "img-src *")


@fault("HUP-QUALITY-8", "Any site may show the store as a part of its own.", at=_SECURITY)
def pages_can_be_framed(security: ModuleType) -> None:
    _orders(security, _without("X-Frame-Options"))

    @wrapped(security, "content_security_policy")
    def content_security_policy(original: Any, *assets: str) -> str:
        return str(original(*assets)).replace("frame-ancestors 'none'; ", "")


@fault("HUP-QUALITY-8", "The error pages come without any orders to the browser.", at=_SECURITY)
def error_pages_give_no_orders(security: ModuleType) -> None:
    names = ("Content-Security-Policy", "X-Frame-Options", "Cache-Control")
    _orders(security, _without(*names), only=lambda _request, response: response.status_code == 404)


@fault("HUP-QUALITY-8", "What stands on a page may be taken for a script.", at=_SECURITY)
def content_types_are_guessed(security: ModuleType) -> None:
    _orders(security, _without("X-Content-Type-Options"))


@fault("HUP-QUALITY-8", "Browsers keep copies of private pages.", at=_SECURITY)
def private_pages_are_kept(security: ModuleType) -> None:
    _orders(security, lambda headers: headers.update({"Cache-Control": "private, max-age=600"}))


@fault("HUP-QUALITY-8", "The browser keeps a copy of the receipt, for whoever goes back to it.", at=_SECURITY)
def receipt_is_kept(security: ModuleType) -> None:
    def is_receipt(request: Any, _response: Any) -> bool:
        return str(request.path).startswith("/orders/")

    _orders(security, _without("Cache-Control"), only=is_receipt)


@fault("HUP-QUALITY-8", "The admin center's pages may be kept by whoever passes them on.", at=_SECURITY)
def admin_pages_are_kept(security: ModuleType) -> None:
    def is_admin(request: Any, _response: Any) -> bool:
        return str(request.get_host()).startswith("admin")

    _orders(security, lambda headers: headers.update({"Cache-Control": "public"}), only=is_admin)


@fault("HUP-QUALITY-8", "The address of a confirmation goes along to the sign-in.", at=_SECURITY)
def confirmation_address_goes_along(security: ModuleType) -> None:
    _orders(security, lambda headers: headers.update({"Referrer-Policy": "unsafe-url"}))


@fault(
    "HUP-QUALITY-8",
    "The secret of a link goes along in the address of the sign-in.",
    at="portal.program.views",
)
def link_secret_is_in_the_next_address(views: ModuleType) -> None:
    @wrapped(views, "_use")
    def use(original: Any, request: Any, token: str) -> Any:
        response = original(request, token)
        response["Location"] += f"&from={token}"
        return response


@fault("HUP-QUALITY-8", "Scripts can read the session.", at="portal.settings")
def session_can_be_read_by_scripts(settings: ModuleType) -> None:
    vars(settings)["SESSION_COOKIE_HTTPONLY"] = False
