"""The site in a browser, opened from disk: who can use it, what it does, and what it never does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from fixtures.accessibility import barriers, overflows
from harness.living_docs import build_site
from harness.report.model import Mail, Picture
from tests.harness.living_docs.conftest import small_project
from tests.harness.sample_run import JPEG, sample_run, write_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.harness.living_docs.conftest import Site

_HOSTILE = """\
<script>document.title = "ran"; new Image().src = "http://evil.localhost:9/script"</script>
<meta http-equiv="refresh" content="0; url=http://evil.localhost:9/refresh">
<img src="http://evil.localhost:9/image" onerror="document.title = 'ran'">
<style>body { background: url(http://evil.localhost:9/style) }</style>
<p style="background: url(http://evil.localhost:9/inline)">words of the mail</p>
<form action="http://evil.localhost:9/form"><button>Send</button></form>
<a href="http://evil.localhost:9/link" target="_top">follow me</a>
"""


class _Watched:
    """A page from disk, with all that it asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: Path, query: str = "") -> Page:
        self.page.goto(path.as_uri() + query)
        return self.page

    def from_disk_alone(self) -> bool:
        return all(url.startswith(("file:", "data:")) for url in self.requests)


@pytest.fixture
def watched(browser: Browser) -> Iterator[_Watched]:
    """A page that nobody else watches."""
    context = browser.new_context()
    watched = _Watched(context.new_page())
    yield watched
    assert watched.complaints == []
    assert watched.from_disk_alone(), watched.requests
    context.close()


@pytest.fixture(scope="module")
def rich_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose first scenario has distinct pictures, and a mail that is up to no good."""
    root = small_project(tmp_path_factory.mktemp("rich"))
    folder = root / "run"
    run = sample_run(folder)
    first = run.scenarios[0]
    for number, step in enumerate(first.steps):
        file = write_content(folder, "pictures", JPEG + bytes([number]), ".jpg")
        step.pictures = [Picture(file=file, width=1280, height=720)]
    head = b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    file = write_content(folder, "mails", head + _HOSTILE.encode(), ".eml")
    first.mails = [Mail(file=file, to="a@b.example", sender="c@d.example", subject="up to no good")]
    build_site(run, folder=folder, into=root / "site", root=root)
    return root / "site"


def _scenario(site: Path, words: str) -> Path:
    return next(path for path in (site / "scenarios").glob("*.html") if words in path.name)


@pytest.mark.parametrize(
    "page",
    [
        "index.html",
        "rules.html",
        "scenarios.html",
        "features/employee/link.html",
        "scenarios/*second-use*",
        "scenarios/*24-h-01*",
        "scenarios/*first-step-has-no*",
    ],
)
def test_nobody_is_shut_out(watched: _Watched, sample_site: Site, page: str) -> None:
    opened = watched.open(next(sample_site.path.glob(page)))
    for closed in opened.locator("details").all():
        closed.evaluate("element => { element.open = true; }")
    assert watched.complaints == []
    assert barriers(opened) == []
    assert overflows(opened) == []
    watched.complaints.clear()  # the checker would have liked to fetch the style sheet


@pytest.mark.parametrize("page", ["index.html", "scenarios.html", "features/x*.html", "scenarios/*"])
def test_hostile_names_fit_and_do_nothing(watched: _Watched, hostile_site: Path, page: str) -> None:
    watched.page.on("dialog", lambda dialog: watched.complaints.append(dialog.message))
    for path in sorted(hostile_site.glob(page)):
        opened = watched.open(path)
        assert overflows(opened) == [], path


def test_a_hostile_mail_is_read_and_does_nothing(watched: _Watched, rich_site: Path) -> None:
    page = watched.open(_scenario(rich_site, "second-use"))
    mail = page.locator("iframe")
    mail.scroll_into_view_if_needed()
    frame = mail.content_frame
    expect(frame.get_by_text("words of the mail")).to_be_visible()
    with page.expect_console_message(lambda message: "Not allowed to load" in message.text):
        frame.get_by_text("follow me").click()
    watched.complaints.clear()
    expect(page).to_have_title(re.compile("A second use is refused"))
    assert len(page.frames) == 2
    assert page.frames[1].url.partition("#")[0].startswith(rich_site.as_uri())
    # Opened by itself, without the frame that shuts it in.
    page.goto(page.frames[1].url.partition("#")[0])
    expect(page).to_have_title("up to no good")


def test_arrow_keys_leaf_through_the_film(watched: _Watched, rich_site: Path) -> None:
    page = watched.open(_scenario(rich_site, "second-use"))
    film = page.get_by_role("region", name="Pictures")
    stage = film.get_by_role("figure")
    expect(stage).to_contain_text("1. Given what step 1 says")
    shown = [stage.get_by_role("img").get_attribute("src")]
    for number in (2, 3):
        page.keyboard.press("ArrowRight")
        expect(stage).to_contain_text(f"{number} of 3")
        expect(film.locator("[aria-current] img")).to_have_attribute("alt", f"After step {number}")
        shown.append(stage.get_by_role("img").get_attribute("src"))
    assert len(set(shown)) == 3
    page.keyboard.press("ArrowRight")
    expect(stage).to_contain_text("3 of 3")
    page.keyboard.press("ArrowLeft")
    expect(stage).to_contain_text("2 of 3")
    film.get_by_role("button", name="Back").click()
    expect(stage).to_contain_text("1 of 3")


def test_arrow_keys_in_the_search_stay_there(watched: _Watched, rich_site: Path) -> None:
    page = watched.open(_scenario(rich_site, "second-use"))
    page.get_by_role("searchbox").fill("abc")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("figure")).to_contain_text("1 of 3")


def test_a_step_shows_its_picture(watched: _Watched, rich_site: Path) -> None:
    page = watched.open(_scenario(rich_site, "second-use"))
    page.locator("#step-3").get_by_role("button", name="picture").click()
    expect(page.get_by_role("figure")).to_contain_text("3 of 3")


def test_without_scripts_all_is_there(browser: Browser, rich_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(_scenario(rich_site, "second-use").as_uri())
    pictures = page.get_by_role("region", name="Pictures")
    expect(pictures.get_by_role("listitem")).to_have_count(3)
    expect(pictures.get_by_text("3. Then what step 3 says")).to_be_visible()
    page.goto((rich_site / "scenarios.html").as_uri())
    page.get_by_role("link", name="The confirmation link").click()
    page.get_by_role("article").get_by_role("link", name="A second use is refused").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A second use is refused")
    context.close()


def test_typing_filters_and_stays_in_the_address(watched: _Watched, sample_site: Site) -> None:
    page = watched.open(sample_site.path / "scenarios.html")
    hits = page.locator("#hits").get_by_role("listitem")
    expect(page.get_by_role("status")).to_have_text("All 16 scenarios")
    page.get_by_label("Words").press_sequentially("24 LINK")
    expect(hits).to_have_count(1)
    expect(hits.get_by_role("link").first).to_have_text("A link that is 24 h 01 min old")
    expect(page.get_by_role("status")).to_have_text("1 of 16 scenarios")
    expect(page).to_have_url(re.compile(r"\?q=24\+LINK$"))
    page.reload()
    expect(hits).to_have_count(1)
    hits.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A link that is 24 h 01 min old")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?state=failed", 5),
        ("?state=passed+on+a+retry", 1),
        ("?tag=HUP-LINK-4", 2),
        ("?tag=admin", 10),
        ("?actor=employee", 6),
        ("?state=failed&actor=employee&q=definition", 2),
        ("?q=no+definition+says", 2),
        ("?q=never+anywhere", 0),
        ("?tag=unknown", 16),
    ],
)
def test_an_address_says_what_is_looked_for(
    watched: _Watched, sample_site: Site, query: str, count: int
) -> None:
    page = watched.open(sample_site.path / "scenarios.html", query)
    expect(page.locator("#hits").get_by_role("listitem")).to_have_count(count)


def test_states_and_tags_are_chosen_from_lists(watched: _Watched, sample_site: Site) -> None:
    page = watched.open(sample_site.path / "scenarios.html")
    page.get_by_label("State").select_option("error")
    page.get_by_label("Rule or tag").select_option(label="HUP-ACCESS-2 Nothing leaks")
    expect(page.locator("#hits").get_by_role("listitem")).to_have_count(3)
    expect(page).to_have_url(re.compile(r"\?state=error&tag=HUP-ACCESS-2$"))


def test_the_box_on_each_page_leads_to_the_search(watched: _Watched, sample_site: Site) -> None:
    page = watched.open(_scenario(sample_site.path, "second-use"))
    page.get_by_role("searchbox").fill("expected to fail")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("2 of 16 scenarios")
