"""Hosts, headers, and forms from elsewhere."""

from __future__ import annotations

import httpx
import pytest

from tests.portal.world import ACCOUNT, ADMIN, BUSINESS, CARD, PROGRAM, STORE, World


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "hup.localhost",
        "hup.localhost:80",
        "hup.localhost.:8000",
        "hup.localhost:8000.evil.example",
        "evil.hup.localhost:8000",
        "hup.localhost:8000, evil.example",
        "nobody.localhost:8000",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/get-started/", "/static/portal.css", "/control/info"])
def test_unknown_hosts_get_nothing(world: World, host: str, path: str) -> None:
    page = world.visitor().get(PROGRAM + path, Host=host)
    assert (page.status, page.heading) == (400, "There is no such site here")
    assert "evil" not in page.response.text


def test_a_host_may_be_written_in_capitals(world: World) -> None:
    assert world.visitor().get(PROGRAM + "/", Host="HUP.localhost:8000").heading == "Home Use Program"


def test_sites_do_not_serve_each_others_pages(world: World) -> None:
    visitor = world.visitor()
    for url in (
        f"{PROGRAM}/sign-in/",
        f"{ACCOUNT}/get-started/",
        f"{STORE}/create/",
        f"{STORE}/control/info",
    ):
        assert visitor.get(url).status == 404


@pytest.mark.parametrize(
    "url",
    [
        f"{PROGRAM}/",
        f"{PROGRAM}/get-started/",
        f"{PROGRAM}/confirm/x/",
        f"{PROGRAM}/nothing/",
        f"{ACCOUNT}/sign-in/",
        f"{STORE}/",
        f"{STORE}/orders/",
        "http://nobody.localhost:8000/",
    ],
)
def test_headers_of_every_page(world: World, url: str) -> None:
    visitor, _account, _store = world.employee()
    response = visitor.get(url).response
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in response.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"].split() == ["'self'", PROGRAM, ACCOUNT, STORE, ADMIN, BUSINESS]
    assert "unsafe" not in str(policy)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "no-store" in response.headers["Cache-Control"]
    for inline in ("<script", "<style", " style=", " onclick=", "javascript:"):
        assert inline not in response.text


def test_the_stylesheet_may_be_kept(world: World) -> None:
    response = world.visitor().http.get(f"{PROGRAM}/static/portal.css")
    assert response.headers["Content-Type"].startswith("text/css")
    assert "max-age=86400" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_cookies_are_the_hosts_own(world: World) -> None:
    visitor, _account, _store = world.employee()
    cookies = list(visitor.http.cookies.jar)
    assert {cookie.name for cookie in cookies} == {"session", "csrf"}
    for cookie in cookies:
        assert not cookie.domain_specified
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "Lax"


@pytest.mark.parametrize("origin", [ACCOUNT, "http://evil.example", "http://hup.localhost:8001", "null"])
def test_a_form_from_another_site_is_refused(world: World, origin: str) -> None:
    visitor = world.visitor()
    page = visitor.get(f"{PROGRAM}/get-started/")
    refused = visitor.submit(page, {"email": "anna@contoso.example"}, Origin=origin)
    assert (refused.status, refused.heading) == (403, "This form is out of date")


def test_a_token_of_another_visitor_is_refused(world: World) -> None:
    visitor, account, _store = world.employee()
    checkout = world.checkout(visitor)
    stranger = world.visitor().get(f"{PROGRAM}/get-started/").forms[-1].fields["csrfmiddlewaretoken"]
    refused = visitor.submit(checkout, CARD | {"csrfmiddlewaretoken": stranger})
    assert (refused.status, refused.heading) == (403, "This form is out of date")
    assert not account.orders.exists()


def test_too_large_a_form_is_refused(world: World) -> None:
    visitor = world.visitor()
    page = visitor.get(f"{PROGRAM}/get-started/")
    refused = visitor.submit(page, {"email": "a" * 1_100_000})
    assert refused.status in {400, 403}
    assert refused.title.endswith("· Home Use Program")


def test_a_slash_may_be_forgotten(world: World) -> None:
    answer = world.visitor().http.get(f"{PROGRAM}/get-started", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/get-started/")
    assert world.visitor().get(f"{PROGRAM}//evil.example/x").status == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(world: World, method: str) -> None:
    answer = world.visitor().http.request(method, f"{PROGRAM}/")
    assert answer.status_code in {403, 405}


def test_a_defect_is_shown_as_a_page_and_logged(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_product: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("portal.rules.pricing.quote", broken)
    application = world.transport.app
    quiet = httpx.Client(transport=httpx.WSGITransport(app=application, raise_app_exceptions=False))
    answer = quiet.get(f"{PROGRAM}/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "a defect" not in answer.text
    assert any(record.exc_info and record.levelname == "ERROR" for record in caplog.records)
