"""The answers for employees."""

from __future__ import annotations

import pytest

from tests.portal.world import PROGRAM, World


def test_every_page_of_the_program_leads_to_help_resources_and_criteria(world: World) -> None:
    for path in ("/", "/get-started/", "/check-your-inbox/", "/help/faq/", "/nothing/"):
        links = world.visitor().get(PROGRAM + path).links
        assert links["Resources"] == f"{PROGRAM}/resources/"
        assert links["Help"] == f"{PROGRAM}/help/"
        assert links["Does your organization qualify?"] == f"{PROGRAM}/qualify/"


@pytest.mark.parametrize("path", ["", "faq/", "after-purchase/", "technical/"])
def test_every_link_leads_somewhere(world: World, path: str) -> None:
    visitor = world.visitor()
    page = visitor.get(f"{PROGRAM}/help/{path}")
    assert page.status == 200
    for link in page.links.values():
        target = str(page.response.url.join(link))
        assert visitor.get(target).status == 200, (
            f"{path or 'help'} leads to {target}, where there is nothing"
        )


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("", "Help"),
        ("faq/", "Employee questions"),
        ("after-purchase/", "Purchase and installation questions"),
        ("technical/", "Technical help"),
    ],
)
def test_pages_are_called_what_leads_to_them(world: World, path: str, heading: str) -> None:
    assert world.visitor().get(f"{PROGRAM}/help/{path}").heading == heading
