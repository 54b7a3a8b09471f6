"""Faults of the material to promote the program: HUP-PROMOTE."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_KITS = "portal.resources.kits"
_VIEWS = "portal.resources.views"


def _hand_out(views: ModuleType, file_name: str, content: bytes) -> None:
    @wrapped(views, "_download")
    def download(original: Any, name: str, content_type: str, found: bytes, language: str = "en") -> Any:
        return original(name, content_type, content if name == file_name else found, language)


def _reworded(kits: ModuleType, old: str, new: str, *, only: str = "") -> None:
    """Let all texts of the material, or those of one file name, say `new` where they should say `old`."""

    @wrapped(kits.Kit, "_text")
    def text(original: Any, kit: Any, name: str) -> Any:
        found = original(kit, name)
        return found.replace(old, new) if only in {"", name} else found


@fault("HUP-PROMOTE-1", "The digital flyer is a picture that nothing can open.", at=_VIEWS)
def digital_flyer_is_no_picture(views: ModuleType) -> None:
    _hand_out(views, views.DIGITAL.file_name, b"<!doctype html><title>Not found</title>")


@fault("HUP-PROMOTE-1", "The flyer to print on Letter is an empty file.", at=_VIEWS)
def letter_flyer_is_empty(views: ModuleType) -> None:
    _hand_out(views, views.PRINTABLE[1].file_name, b"")


@fault("HUP-PROMOTE-1", "The flyer to print on A4 is the picture for the screen.", at=_VIEWS)
def a4_flyer_is_the_picture(views: ModuleType) -> None:
    name = views.PRINTABLE[0].file_name
    _hand_out(views, name, (views._FLYERS / views.DIGITAL.file_name).read_bytes())


@fault("HUP-PROMOTE-1", "The flyer to print on A4 is that for Letter.", at=_VIEWS)
def a4_flyer_is_for_letter(views: ModuleType) -> None:
    a4, letter = (flyer.file_name for flyer in views.PRINTABLE)
    _hand_out(views, a4, (views._FLYERS / letter).read_bytes())


@fault("HUP-PROMOTE-1", "There is no flyer to print on Letter.", at=_VIEWS)
def letter_flyer_is_not_offered(views: ModuleType) -> None:
    replace(views, "PRINTABLE", views.PRINTABLE[:1])


@fault("HUP-PROMOTE-1", "The texts to copy do not say where the program begins.", at=_KITS)
def texts_have_a_placeholder(kits: ModuleType) -> None:
    _reworded(kits, f"{kits.sites.origin('program')}/", "{program}")


@fault("HUP-PROMOTE-1", "The text for a newsletter leads to the account and not to the program.", at=_KITS)
def newsletter_leads_to_the_account(kits: ModuleType) -> None:
    origins = kits.sites.origin
    _reworded(kits, origins("program"), origins("account"), only="newsletter.txt")


@fault(
    "HUP-PROMOTE-1", "The text for an email, as a file, has placeholders instead of the address.", at=_VIEWS
)
def taken_text_has_placeholders(views: ModuleType) -> None:
    @wrapped(views, "_download")
    def download(original: Any, name: str, content_type: str, content: bytes, language: str = "en") -> Any:
        kit = views.kits.find(language)
        raw = kit._bytes("email.txt") if name.startswith("hup-email-") else content
        return original(name, content_type, raw, language)


@fault("HUP-PROMOTE-1", "The text for an email, as a file, is that for a newsletter.", at=_VIEWS)
def taken_texts_are_mixed_up(views: ModuleType) -> None:
    @wrapped(views, "text")
    def text(original: Any, request: Any, kind: str, language: str) -> Any:
        return original(request, "newsletter" if kind == "email" else "email", language)


template(
    "advice-is-three-lines",
    "HUP-PROMOTE-1",
    "There is next to no advice on how to promote the program.",
    file="resources/overview.html",
    old="""      <li>{% translate "Put the program on the intranet, among the other benefits." %}</li>
      <li>{% translate "Hang the flyer where people wait: the kitchen, the printer, the lift." %}</li>
      <li>{% translate "Mention the program on the first day of every new colleague, and to everybody once or twice a year." %}</li>
      <li>{% translate "Say that the link in the mail is personal, and that one buys with one's own Microsoft account." %}</li>
""",  # noqa: E501  # as it stands there
    new="",
)

template(
    "resources-are-not-in-the-navigation",
    "HUP-PROMOTE-1",
    "Nothing on the program's page leads to the resources.",
    file="program/navigation.html",
    old="{% site_url 'program' 'resources' %}",
    new="{% site_url 'program' 'help' %}",
)


def _material_of(kits: ModuleType, language: str, of: str, *names: str) -> None:
    """Let the material in a language have these files in another one."""

    @wrapped(kits.Kit, "_bytes")
    def read(original: Any, kit: Any, name: str) -> Any:
        return original(kits.find(of) if (kit.language, name in names) == (language, True) else kit, name)


@fault("HUP-PROMOTE-2", "Whatever the language, the material is in English.", at=_KITS)
def all_material_is_in_english(kits: ModuleType) -> None:
    @wrapped(kits.Kit, "_bytes")
    def read(original: Any, _kit: Any, name: str) -> Any:
        return original(kits.KITS[0], name)


@fault("HUP-PROMOTE-2", "The Spanish material is Portuguese.", at=_KITS)
def spanish_material_is_portuguese(kits: ModuleType) -> None:
    _material_of(kits, "es", "pt-BR", *kits._MEMBERS)


@fault("HUP-PROMOTE-2", "The French material has the text for an email in English.", at=_KITS)
def french_material_has_an_english_email(kits: ModuleType) -> None:
    _material_of(kits, "fr", "en", "email.txt")


@fault("HUP-PROMOTE-2", "The Japanese material has the text for a newsletter in English.", at=_KITS)
def japanese_material_has_english_news(kits: ModuleType) -> None:
    _material_of(kits, "ja", "en", "newsletter.txt")


@fault("HUP-PROMOTE-2", "The flyer with the German material is in English.", at=_KITS)
def german_material_has_an_english_flyer(kits: ModuleType) -> None:
    _material_of(kits, "de", "en", "flyer.pdf")


@fault("HUP-PROMOTE-2", "The flyer with the Brazilian material cannot be opened.", at=_KITS)
def brazilian_flyer_is_no_document(kits: ModuleType) -> None:
    @wrapped(kits.Kit, "_bytes")
    def read(original: Any, kit: Any, name: str) -> Any:
        return original(kit, "email.txt" if (kit.language, name) == ("pt-BR", "flyer.pdf") else name)


@fault("HUP-PROMOTE-2", "The Japanese material has no flyer.", at=_KITS)
def japanese_material_has_no_flyer(kits: ModuleType) -> None:
    @wrapped(kits.Kit, "zipped")
    def zipped(original: Any, kit: Any) -> Any:
        members = kits._MEMBERS
        replace(kits, "_MEMBERS", members[:-1] if kit.language == "ja" else members)
        try:
            return original(kit)
        finally:
            replace(kits, "_MEMBERS", members)


@fault("HUP-PROMOTE-2", "The Arabic guide is read from the left.", at=_KITS)
def arabic_guide_is_read_from_the_left(kits: ModuleType) -> None:
    _reworded(kits, 'dir="rtl"', 'dir="ltr"')


@fault("HUP-PROMOTE-2", "The French guide says that it is in English.", at=_KITS)
def french_guide_says_it_is_english(kits: ModuleType) -> None:
    _reworded(kits, 'lang="fr"', 'lang="en"')


@fault("HUP-PROMOTE-2", "There is no Arabic among the languages.", at=_KITS)
def arabic_material_is_missing(kits: ModuleType) -> None:
    replace(kits, "KITS", kits.KITS[:-1])


@fault("HUP-PROMOTE-2", "Who asks for a language that there is none in is given English.", at=_KITS)
def unknown_language_is_english(kits: ModuleType) -> None:
    @wrapped(kits, "find")
    def find(original: Any, language: str) -> Any:
        return original(language) or kits.KITS[0]


template(
    "unknown-language-leads-nowhere",
    "HUP-PROMOTE-2",
    "Who asks for a language that there is none in does not learn which there are.",
    file="resources/no_such_language.html",
    old="""{% include "resources/languages.html" %}""",
    new="",
)
