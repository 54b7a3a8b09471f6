"""Spreading the word: what administrators take from the resources."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect
from pytest_bdd import parsers, then, when

from fixtures.downloads import OnboardingMaterial, TakenFile
from pages.portal import Portal

MATERIAL: Final = {
    "the digital flyer": "Digital flyer (PNG)",
    "the flyer to print on A4": "Printable flyer for A4 (PDF)",
    "the flyer to print on Letter": "Printable flyer for Letter (PDF)",
    "the text for an email": "Text for an email (TXT)",
    "the text for a newsletter": "Text for a newsletter (TXT)",
}


@when("the administrator looks at the resources")
def look_at_resources(portal: Portal) -> None:
    portal.products.open().header.go_to("Resources")
    portal.resources.arrived()


@when(parsers.parse("the administrator takes {material} along"), target_fixture="taken")
def take(portal: Portal, material: str) -> TakenFile:
    return TakenFile.of(portal.resources.take(MATERIAL[material]))


@then(parsers.parse("what the administrator has is {kind}"))
def is_of_kind(taken: TakenFile, kind: str) -> None:
    assert taken.kind == kind, f"{taken.name} is not what it is offered as"


@then(parsers.parse("it fills a sheet of {paper}"))
def fills_sheet(taken: TakenFile, paper: str) -> None:
    assert taken.paper == paper, f"{taken.name} is not to be printed on {paper}"


@then(parsers.parse("it is the text for {purpose} that is there to be copied"))
def same_text(portal: Portal, taken: TakenFile, purpose: str) -> None:
    shown = portal.resources.text_to_copy(f"Text for {purpose}").inner_text()
    assert taken.content.decode().split() == shown.split(), f"{taken.name} has another text than the page"


@then(parsers.parse("the text for {purpose} is there to be copied, and tells where the program begins"))
def text_to_copy(portal: Portal, purpose: str) -> None:
    expect(portal.resources.text_to_copy(f"Text for {purpose}")).to_contain_text(portal.products.address)


@then(parsers.parse("there are at least {count:d} pieces of advice on how to promote the program"))
def advice(portal: Portal, count: int) -> None:
    expect(portal.resources.advice.nth(count - 1)).to_be_visible()


@when(
    parsers.parse("the administrator chooses the onboarding material in {language}"),
    target_fixture="onboarding",
)
def choose_language(portal: Portal, language: str) -> OnboardingMaterial:
    return OnboardingMaterial(TakenFile.of(portal.resources.take_onboarding_material(language)))


@then(parsers.parse('its guide is entitled "{title}"'))
def entitled(onboarding: OnboardingMaterial, title: str) -> None:
    assert onboarding.guide.title == title, (
        f"the guide in {onboarding.name} is another, or in another language"
    )


@then(parsers.parse("its guide says that it is in {language} and read from {direction}"))
def says_language(onboarding: OnboardingMaterial, language: str, direction: str) -> None:
    assert onboarding.guide.language == language, "the guide says that it is in another language"
    assert onboarding.guide.direction == direction, "the guide is read from the wrong side"


@then(parsers.parse('its text for an email is about Microsoft 365 "{words}"'))
def email_speaks(onboarding: OnboardingMaterial, words: str) -> None:
    assert words in onboarding.email, f"the text for an email in {onboarding.name} is in another language"


@then(parsers.parse('its text for a newsletter is about Microsoft 365 "{words}"'))
def newsletter_speaks(onboarding: OnboardingMaterial, words: str) -> None:
    assert words in onboarding.newsletter, (
        f"the text for a newsletter in {onboarding.name} is in another language"
    )


@then(parsers.parse("a flyer to print is with it, in {language} as well"))
def with_flyer(onboarding: OnboardingMaterial, language: str) -> None:
    assert onboarding.flyer.kind == "a document to print", f"{onboarding.name} has no flyer to print"
    assert onboarding.flyer.language == language, f"the flyer in {onboarding.name} is in another language"


@when("someone asks for onboarding material in a language that there is none in")
def ask_for_unknown_language(portal: Portal) -> None:
    portal.no_such_language.open()


@then("the answer is that there is none")
def told_none(portal: Portal) -> None:
    expect(portal.no_such_language.heading).to_be_visible()


@then("it leads to the material in every language that there is one in")
def leads_to_languages(portal: Portal) -> None:
    languages = portal.no_such_language.languages.all_inner_texts()
    assert languages, "it leads to no material at all"
    expect(portal.resources.open().languages).to_have_text(languages)
