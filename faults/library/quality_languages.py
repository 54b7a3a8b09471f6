"""Faults of the languages that employees read: HUP-QUALITY-10."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, translation, wrapped

_RULE = "HUP-QUALITY-10"

translation(
    "german-buyers-read-buy-now",
    _RULE,
    "The button of the German checkout is in English.",
    language="de",
    text="Buy now",
)

translation(
    "german-hint-is-in-english",
    _RULE,
    "A hint on the German sign-up is in English.",
    language="de",
    text="The address that your employer gave you, such as name@company.com.",
)

translation(
    "arabic-confirmation-is-in-english",
    _RULE,
    "The Arabic confirmation says in English what one is about to do.",
    language="ar",
    text="You are about to use the benefit that %(organization)s offers to its employees.",
)

translation(
    "arabic-refusal-is-in-english",
    _RULE,
    "Why a link is refused stands in English on the Arabic page.",
    language="ar",
    text="Each link confirms once.",
)

translation(
    "german-subject-is-in-english",
    _RULE,
    "The German confirmation mail has an English subject.",
    language="de",
    text="You're eligible for the Microsoft Home Use Program",
)

translation(
    "german-refusal-by-mail-is-in-english",
    _RULE,
    "The German mail that says no gives its reason in English.",
    language="de",
    text="Somebody asked for the Microsoft Home Use Program with this address. We found no organization "
    "behind it whose employees are eligible, so there is no discount to confirm.",
)

translation(
    "german-receipt-names-another-price",
    _RULE,
    "The German receipt calls the amount that was paid the list price.",
    language="de",
    text="You paid",
    into="Listenpreis",
)

translation(
    "german-help-is-in-english",
    _RULE,
    "A question of the German help is in English.",
    language="de",
    text="May I forward my link?",
)

template(
    "every-page-says-it-is-english",
    _RULE,
    "A screen reader reads German with an English voice.",
    file="base.html",
    old="""lang="{% block lang %}{{ LANGUAGE_CODE }}{% endblock %}\"""",
    new="""lang="en\"""",
)

template(
    "arabic-pages-are-read-from-the-left",
    _RULE,
    "Arabic pages are laid out from left to right.",
    file="base.html",
    old="""dir="{{ rtl|yesno:'rtl,ltr' }}\"""",
    new="""dir="ltr\"""",
)

template(
    "arabic-mails-are-read-from-the-left",
    _RULE,
    "Arabic mails are laid out from left to right.",
    file="mail/base.html",
    old="""dir="{{ rtl|yesno:'rtl,ltr' }}\"""",
    new="",
)

template(
    "mails-say-they-are-english",
    _RULE,
    "A screen reader reads German mails with an English voice.",
    file="mail/base.html",
    old="""lang="{{ LANGUAGE_CODE }}\"""",
    new="""lang="en\"""",
)

template(
    "dates-are-written-as-in-america",
    _RULE,
    "The date on the receipt begins with the month, whatever the language.",
    file="store/order.html",
    old="""date:"DATE_FORMAT\"""",
    new="""date:"m/d/Y\"""",
)

template(
    "dates-in-mails-are-written-as-in-america",
    _RULE,
    "The date in the receipt's mail begins with the month, whatever the language.",
    file="mail/receipt.html",
    old="""date:"DATE_FORMAT\"""",
    new="""date:"F j, Y\"""",
)


@fault(_RULE, "Receipts are mailed in English.", at="portal.store.mails")
def receipts_are_in_english(mails: ModuleType) -> None:
    _in_english(mails, "send_receipt")


@fault(_RULE, "Confirmation mails are in English.", at="portal.program.mails")
def confirmations_are_in_english(mails: ModuleType) -> None:
    _in_english(mails, "send_eligible")


@fault(_RULE, "The mail that says no is in English.", at="portal.program.mails")
def refusals_by_mail_are_in_english(mails: ModuleType) -> None:
    _in_english(mails, "send_not_eligible")


def _in_english(mails: ModuleType, name: str) -> None:
    @wrapped(mails, name)
    def send(original: Any, *arguments: Any) -> None:
        from django.utils import translation as translations  # noqa: PLC0415

        with translations.override("en"):
            original(*arguments)


@fault(_RULE, "A language that was chosen does not reach the store.", at="portal.preferences.hand_over")
def choice_does_not_reach_the_store(hand_over: ModuleType) -> None:
    replace(hand_over, "NEXT", {"program": "account"})


@fault(_RULE, "What the browser asks for counts more than what was chosen.", at="portal.preferences.language")
def browser_counts_more_than_a_choice(language: ModuleType) -> None:
    @wrapped(language.LanguageMiddleware, "process_request")
    def process_request(original: Any, self: object, request: Any) -> None:
        request.COOKIES.pop("language", None)
        original(self, request)


@fault(_RULE, "Who reads neither language is spoken to in German.", at="portal.preferences.language")
def strangers_are_spoken_to_in_german(language: ModuleType) -> None:
    @wrapped(language.LanguageMiddleware, "process_request")
    def process_request(original: Any, self: object, request: Any) -> None:
        original(self, request)
        if request.headers.get("Accept-Language", "en").startswith("fr"):
            language.translation.activate("de")


@fault(_RULE, "Arabic of a country is not known as Arabic.", at="django.utils.translation.trans_real")
def arabic_of_egypt_is_not_known(translations: ModuleType) -> None:
    @wrapped(translations, "parse_accept_lang_header")
    def parse(original: Any, header: str) -> Any:
        return tuple(each for each in original(header) if not each[0].startswith("ar"))
