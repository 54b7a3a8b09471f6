"""Beside each rule, what would notice its breach: as it was measured, when, and what else there is to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from fixtures.accessibility import barriers, overflows
from harness.faults.place import digest_of
from harness.faults.record import Measurement, Outcome, Result
from harness.living_docs import build_site
from tests.harness.living_docs.conftest import HOSTILE_NAMES, Site, small_project
from tests.harness.sample_run import sample_run

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from harness.report.model import Run

CATCHER = "A second use is refused"


class Proof:
    """A project with a run, in which faults were measured before."""

    def __init__(self, root: Path) -> None:
        self.root = small_project(root)
        self.file = root / "reports/faults/faults.json"
        self._folder = root / "reports/a run"
        self.run: Run = sample_run(self._folder)
        self.measured = Measurement(
            revision="b2fb88e",
            digest=digest_of(root),
            started="2026-03-02T09:30:00+00:00",
            finished="2026-03-02T09:40:00+00:00",
            patience=5,
            jobs=3,
        )

    def measure(self, name: str, rule: str, result: Result, **more: object) -> None:
        outcome = Outcome(
            name=name,
            rules=[rule],
            says=f"It is {name}.",
            result=result,
            seconds=6.25,
            measured="2026-03-02T09:35:00+00:00",
            revision="b2fb88e",
            digest=self.measured.digest,
        ).model_copy(update=more)
        self.measured.asked.append(name)
        self.measured.take_in(outcome)

    def caught(self, name: str, rule: str = "HUP-LINK-3", **more: object) -> None:
        scenario = next(each for each in self.run.scenarios if each.name == CATCHER)
        found = {"scenario": scenario.node_id, "title": scenario.title, "place": scenario.place, "after": 2}
        self.measure(name, rule, Result.CAUGHT, **{**found, **more})

    def site(self) -> Site:
        self.measured.write(self.file)
        return self.unwritten()

    def unwritten(self) -> Site:
        into = self.root / "reports/living-docs"
        build_site(self.run, folder=self._folder, into=into, root=self.root, faults=self.file)
        return Site(into, self.run, self._folder, self.root)


@pytest.fixture
def proof(tmp_path: Path) -> Proof:
    return Proof(tmp_path)


def words_of(page: str) -> str:
    """Return what one reads of a page."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def rule_of(site: Site, rule_id: str) -> str:
    return site.text("rules.html").partition(f'id="{rule_id}"')[2].partition("</article>")[0]


def test_what_noticed_is_linked(proof: Proof) -> None:
    proof.caught("works-twice")
    site = proof.site()

    rule = rule_of(site, "HUP-LINK-3")
    scenario = next(each for each in site.run.scenarios if each.name == CATCHER)
    assert f'<a href="scenarios/{scenario.key}.html">{scenario.title}</a>' in rule
    told = words_of(rule)
    assert "1 of 1 way to break it would be noticed" in told
    assert "✓ noticed It is works-twice." in told
    assert "after 2 scenarios and 6.25 s" in told
    assert "measured 2 March 2026 at revision b2fb88e" in told
    assert "before the last changes" not in told
    start = words_of(site.text("index.html"))
    assert "1 of 1 fault would be noticed measured 2 March 2026 at revision b2fb88e" in start


def test_what_survived_comes_first(proof: Proof) -> None:
    proof.caught("works-twice")
    proof.measure("works-thrice", "HUP-LINK-3", Result.SURVIVED, reason="none of 16 scenarios noticed")
    proof.measure("works-never", "HUP-LINK-4", Result.BROKE, reason="it did not start")
    site = proof.site()

    told = words_of(rule_of(site, "HUP-LINK-3"))
    missed = (
        "What would not be noticed as it should be: ✗ not noticed It is works-thrice. none of 16 scenarios"
    )
    assert told.index(missed) < told.index("1 of 2 ways to break it would be noticed")
    assert "? no proof It is works-never. it did not start" in words_of(rule_of(site, "HUP-LINK-4"))
    start = site.text("index.html")
    assert "1 of 3 faults would be noticed; 1 not noticed; 1 no proof" in words_of(start)
    assert '<p class="worth bad"' in start


def test_a_scenario_that_this_run_did_not_have(proof: Proof) -> None:
    place = "features/employee/link.feature:12"
    proof.caught("works-twice", scenario="tests/gone.py::test", title="Gone", place=place)
    proof.caught(
        "works-thrice", scenario="tests/gone.py::test", title="Nowhere", place="features/no.feature:1"
    )
    rule = rule_of(proof.site(), "HUP-LINK-3")
    assert '<a href="features/employee/link.html">Gone</a>' in rule
    assert "Nowhere, " in rule
    assert "Nowhere</a>" not in rule


def test_what_was_changed_since_is_said(proof: Proof) -> None:
    proof.caught("works-twice")
    proof.caught("works-thrice")
    (proof.root / "features/employee/new.feature").write_text("Feature: New\n", encoding="utf-8")
    proof.measured.outcomes["works-thrice"].digest = digest_of(proof.root)
    site = proof.site()
    said = "before the last changes of portal or features for 1 of them"
    assert said in words_of(rule_of(site, "HUP-LINK-3"))
    assert '<p class="worth unsure"' in site.text("index.html")


def test_a_measurement_that_was_stopped(proof: Proof) -> None:
    proof.caught("works-twice")
    proof.measured.asked.append("works-thrice")
    proof.measured.without = ["HUP-LINK-9"]
    site = proof.site()
    said = "1 of 2 faults would be noticed; 1 not measured yet; 1 rule without any fault"
    assert said in words_of(site.text("index.html"))
    assert "Not measured yet whether a breach would be noticed: ./run faults" in words_of(
        rule_of(site, "HUP-LINK-9")
    )


def test_never_measured(proof: Proof) -> None:
    site = proof.unwritten()
    assert "Not measured yet what the features would notice: ./run faults" in words_of(
        site.text("index.html")
    )


@pytest.mark.parametrize("content", [b'{"schema_version": 9}', b"\xff\xfe", b""])
def test_what_cannot_be_read_is_told(proof: Proof, content: bytes) -> None:
    proof.file.parent.mkdir(parents=True)
    proof.file.write_bytes(content)
    site = proof.unwritten()
    said = words_of(site.text("index.html"))
    assert "What the features would notice is not known:" in said
    assert "./run faults --fresh measures anew" in said
    assert "Not measured yet" in words_of(rule_of(site, "HUP-LINK-3"))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["rules.html", "index.html"])
def test_nobody_is_shut_out(browser: Browser, proof: Proof, page: str, scheme: str, width: int) -> None:
    proof.caught("works-twice")
    for number, hostile in enumerate(HOSTILE_NAMES.values()):
        name = hostile.encode(errors="ignore").decode()  # half a character is in no JSON
        more = {"says": name, "title": name, "reason": name, "place": name}
        proof.caught(f"odd-{number}", **more)
        proof.measure(f"odder-{number}", "HUP-LINK-4", Result.ELSEWHERE, **more)
    site = proof.site()
    options = {"width": width, "height": 800}
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", viewport=options)  # type: ignore[arg-type]
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.goto((site.path / page).as_uri())
    for closed in opened.locator("details").all():
        closed.evaluate("element => { element.open = true; }")
    assert complaints == []
    assert barriers(opened) == []
    assert overflows(opened) == []
    context.close()
