"""Market and language: chosen once, kept on every site, and never in a way that leads elsewhere."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from django.core import signing
from django.utils import timezone, translation

from portal.preferences import choice, hand_over
from portal.preferences.choice import Choice
from portal.rules import markets
from tests.portal.visitor import Page, Visitor
from tests.portal.world import ACCOUNT, PROGRAM, STORE, World, mails_to

JAPAN_IN_GERMAN = {"market": "JP", "language": "de"}
PAGES = [f"{PROGRAM}/", f"{ACCOUNT}/sign-in/", f"{STORE}/orders/"]


def choose(visitor: Visitor, market: str = "JP", language: str = "en", come_from: str = "") -> Page:
    page = visitor.get(f"{PROGRAM}/market/?{urlencode({'next': come_from})}")
    return visitor.submit(page, {"market": market, "language": language})


def language_of(page: Page) -> str:
    return page.response.text.split('<html lang="', 1)[1].split('"', 1)[0]


def foot(page: Page) -> str:
    return page.response.text.split('<footer class="foot">', 1)[1]


def test_the_choice_holds_on_every_site(world: World) -> None:
    visitor = world.visitor()
    choose(visitor, **JAPAN_IN_GERMAN)
    for url in PAGES:
        page = visitor.get(url)
        assert language_of(page) == "de"
        assert "Japan, Deutsch" in foot(page)
    kept = [cookie for cookie in visitor.http.cookies.jar if cookie.name in {"market", "language"}]
    assert {(cookie.name, cookie.value) for cookie in kept} == {("market", "JP"), ("language", "de")}
    assert len(kept) == 6
    for cookie in kept:
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "Lax"


def test_at_first_it_is_the_united_states_in_the_browsers_language(world: World) -> None:
    visitor = world.visitor()
    page = visitor.get(f"{PROGRAM}/")
    assert "United States, English" in foot(page)
    assert visitor.get(f"{PROGRAM}/market/").forms[-1].fields | {"csrfmiddlewaretoken": ""} == {
        "csrfmiddlewaretoken": "",
        "next": "",
        "market": "US",
        "language": "en",
    }
    assert "Deutsch" in foot(visitor.get(f"{PROGRAM}/", Accept_Language="de-AT,en;q=0.5"))


def test_arabic_reads_from_right_to_left(world: World) -> None:
    visitor = world.visitor()
    choose(visitor, language="ar")
    for url in PAGES:
        assert '<html lang="ar" dir="rtl">' in visitor.get(url).response.text


@pytest.mark.parametrize(
    "url", [*PAGES, f"{PROGRAM}/get-started/", f"{ACCOUNT}/sign-in/?next=/authorize/?a=b"]
)
def test_one_comes_back_to_where_one_was(world: World, url: str) -> None:
    visitor = world.visitor()
    page = visitor.get(url)
    (way,) = (link for text, link in page.links.items() if text.startswith("Market and language"))
    assert visitor.submit(visitor.get(way), JAPAN_IN_GERMAN).url == page.url


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        f"{PROGRAM}.evil.example/",
        f"{PROGRAM}@evil.example/",
        "http://hup.localhost:8001/",
        "http://127.0.0.1:8000/control/info",
        "https://hup.localhost:8000/",
        "get-started/",
        "\n",
        "x" * 5000,
    ],
)
def test_it_leads_to_no_other_site(world: World, elsewhere: str) -> None:
    assert choose(world.visitor(), come_from=elsewhere).url == f"{PROGRAM}/"


def test_an_address_within_an_address_goes_no_further(world: World) -> None:
    page = choose(world.visitor(), come_from=f"{PROGRAM}/?next=http://evil.example/")
    assert page.url.startswith(f"{PROGRAM}/?")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"market": "XX", "language": "en"}, "We know no such market. Choose one from the list."),
        ({"market": "us", "language": "en"}, "We know no such market. Choose one from the list."),
        ({"market": "", "language": "en"}, "Choose a market."),
        ({"market": "JP", "language": "tlh"}, "We do not speak that language. Choose one from the list."),
        ({"market": "JP", "language": "fr"}, "We do not speak that language. Choose one from the list."),
        ({"market": "JP", "language": ""}, "Choose a language."),
    ],
)
def test_what_nobody_has_cannot_be_chosen(world: World, given: dict[str, str], complaint: str) -> None:
    visitor = world.visitor()
    page = visitor.submit(visitor.get(f"{PROGRAM}/market/"), given)
    assert (page.heading, page.alert) == ("Market and language", complaint)
    assert "United States, English" in foot(visitor.get(f"{PROGRAM}/"))


@pytest.mark.parametrize("market", ["XX", "jp", "", "JP,US", "x" * 3000, "%00", '"JP'])
@pytest.mark.parametrize("language", ["tlh", "EN_xx", "", "d" * 3000, "../../etc", "%00"])
def test_nonsense_in_cookies_counts_for_nothing(world: World, market: str, language: str) -> None:
    for url in PAGES:
        page = world.visitor().get(url, Cookie=f"market={market}; language={language}")
        assert page.status == 200
        assert "United States, English" in foot(page)


@pytest.mark.parametrize("accepted", ["tlh", "*", "xx-YY;q=2", ",;,", "d" * 5000])
def test_a_browser_that_asks_for_nonsense_reads_english(world: World, accepted: str) -> None:
    response = world.visitor().http.get(f"{PROGRAM}/", headers={b"Accept-Language": accepted.encode()})
    assert '<html lang="en" dir="ltr">' in response.text


def test_the_sites_that_are_not_for_everybody_speak_english(world: World) -> None:
    visitor = world.visitor()
    assert language_of(visitor.get(f"{PROGRAM}/", Accept_Language="ar")) == "ar"
    stranger = visitor.get(f"{PROGRAM}/", Host="evil.example", Accept_Language="ar")
    assert (stranger.status, language_of(stranger)) == (400, "en")
    visitor.get(f"{PROGRAM}/", Accept_Language="ar")
    visitor.get("http://127.0.0.1:8000/control/info", Accept_Language="ar")
    assert translation.get_language() == "en"


@pytest.mark.parametrize(("site", "key"), [(ACCOUNT, "account"), (STORE, "store")])
def test_a_hand_over_is_refused_unless_it_is_ours_and_fresh(world: World, site: str, key: str) -> None:
    good = hand_over.sign(Choice("JP", "de"), key)
    other = hand_over.sign(Choice("JP", "de"), "store" if key == "account" else "account")
    with_other_salt = signing.dumps(["JP", "de"])
    visitor = world.visitor()
    for token in ("", "x", good[:-1], good[1:], good.swapcase(), other, with_other_salt, "x" * 5000, "é:é:é"):
        page = visitor.get(f"{site}/market/?choice={quote(token)}")
        assert (page.status, page.heading) == (400, "Your choice was not kept")
        assert page.links["Choose market and language"] == f"{PROGRAM}/market/"
    assert visitor.get(f"{site}/market/").status == 400
    assert not [cookie for cookie in visitor.http.cookies.jar if cookie.name == "market"]
    assert visitor.get(f"{site}/market/?choice={quote(good)}").url == f"{PROGRAM}/"


@pytest.mark.parametrize(("seconds", "status"), [(58, 303), (62, 400)])
def test_a_hand_over_lives_for_a_minute(
    world: World, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
) -> None:
    then = (timezone.now() - timedelta(seconds=seconds)).timestamp()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: then)
        token = hand_over.sign(Choice("JP", "de"), "store")
    answer = world.visitor().http.get(f"{STORE}/market/?choice={quote(token)}", follow_redirects=False)
    assert answer.status_code == status


def test_the_secret_of_a_link_is_told_to_no_other_site(world: World) -> None:
    visitor, address = world.visitor(), world.work_address(world.organization())
    world.request_link(visitor, address)
    link = world.link(address)
    (way,) = (url for text, url in visitor.get(link).links.items() if text.startswith("Market and language"))
    page = visitor.submit(visitor.get(way), {"market": "JP", "language": "en"})
    assert (page.url, page.heading) == (link, "Confirm your eligibility")
    secret = link.split("/")[-2]
    passed = [str(answer.url) for answer in page.response.history if "hup." not in str(answer.url)]
    assert len(passed) == 2
    assert not any(secret in url for url in passed)


def test_mails_are_in_the_language_of_the_request(world: World) -> None:
    visitor = world.visitor()
    choose(visitor, language="ar")
    address = world.work_address(world.organization())
    world.request_link(visitor, address)
    (mail,) = mails_to(address)
    assert '<html lang="ar" dir="rtl">' in str(mail.alternatives[0][0])
    assert mail.extra_headers["Content-Language"] == "ar"


def test_the_benefit_remembers_the_market_it_was_asked_for_in(world: World) -> None:
    visitor, account = world.visitor(), world.account()
    choose(visitor)
    world.sign_in(visitor, world.confirm(visitor, world.work_address(world.organization())), account)
    assert account.benefits.get().market == "JP"
    elsewhere = world.visitor()
    page = world.sign_in(elsewhere, elsewhere.get(f"{STORE}/orders/"), account)
    assert "Japan, English" in foot(page)
    choose(elsewhere, market="BR")
    assert "Brazil, English" in foot(elsewhere.get(f"{STORE}/orders/"))


def test_every_language_names_itself() -> None:
    assert choice.languages() == [("en", "English"), ("de", "Deutsch"), ("ar", "العربيّة")]


def test_markets_are_named_and_sorted_in_the_readers_language() -> None:
    with translation.override("de"):
        german = dict(markets.named())
    with translation.override("en"):
        english = dict(markets.named())
    assert (german["CN"], german["AT"]) == ("China", "Österreich")
    assert (english["MO"], english["AT"]) == ("Macao", "Austria")
    assert german.keys() == english.keys()
    assert len(german) == 249
