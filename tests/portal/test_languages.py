"""The catalogues: every text that an employee can meet, in every language, and nothing lost on the way."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import django.conf.locale
import polib  # type: ignore[import-untyped]  # ships no type information
import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

from portal import catalogues

UP_TO_DATE = "run .venv/bin/python -m portal.catalogues, and translate what is new"
LANGUAGES = sorted(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
# Names, and words that are the same in German.
SAME = {"Home Use Program", "Microsoft 365 in China", "Name", "Store"}
# What templates add to the code of a language.
REGIONS = {"HK"}

TEXTS = catalogues.texts()
CATALOGUES = {language: polib.pofile(str(catalogues.path(language))) for language in LANGUAGES}


def forms(entry: polib.POEntry) -> list[str]:
    """The translation, for each kind of number where there are several."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_every_language_has_a_catalogue_and_every_catalogue_a_language() -> None:
    assert sorted(folder.name for folder in catalogues.LOCALE.iterdir()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_texts_of_the_sources_and_no_others(language: str) -> None:
    there = [(entry.msgid, entry.msgid_plural) for entry in CATALOGUES[language]]
    assert there == [(text.singular, text.plural) for text in TEXTS], UP_TO_DATE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_portal_reads_what_the_translators_wrote(language: str) -> None:
    compiled = catalogues.path(language).with_suffix(".mo").read_bytes()
    assert compiled == CATALOGUES[language].to_binary(), UP_TO_DATE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_counts_as_its_language_does(language: str) -> None:
    catalogue = CATALOGUES[language]
    djangos = polib.pofile(
        str(Path(django.conf.locale.__file__).with_name(language) / "LC_MESSAGES" / "django.po")
    )
    assert rule(catalogue) == rule(djangos)
    assert {len(entry.msgstr_plural) for entry in catalogue if entry.msgid_plural} <= {
        catalogues.plural_forms(catalogue)
    }


def rule(catalogue: polib.POFile) -> str:
    """Which form goes with which number."""
    return re.sub(r"[\s()]|;$", "", catalogue.metadata["Plural-Forms"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    catalogue = CATALOGUES[language]
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not all(forms(entry))] == []
    assert [
        entry.msgid for entry in catalogue if entry.msgid in forms(entry) and entry.msgid not in SAME
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_is_filled_in_and_its_paragraphs(language: str) -> None:
    for entry in CATALOGUES[language]:
        *several, general = forms(entry)
        assert shape(general) == shape(entry.msgid_plural or entry.msgid), general
        # "One device", "two devices": the number itself may be left out there.
        assert all(shape(form) <= shape(entry.msgid_plural) for form in several), several


def shape(text: str) -> Counter[str]:
    """Placeholders, percent signs, tags, and line breaks, at which end of the text or between."""
    return Counter(re.findall(r"%\(\w+\)\w|%[^(]|</?\w[^>]*>|^\s+|\s+$|\n+", text))


class Reader(HTMLParser):
    """All words of a template that a visitor would read as they stand there."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        for name, value in attrs:
            if name in {"alt", "aria-label", "placeholder", "title"}:
                self.handle_data(value or "")

    def handle_data(self, data: str) -> None:
        self.words += re.findall(r"[^\W\d_]+", data)


def test_no_template_says_anything_that_cannot_be_translated() -> None:
    said = {file.name: Reader(untranslated(file.read_text("utf-8"))).words for file in catalogues.templates()}
    assert {name: words for name, words in said.items() if not REGIONS.issuperset(words)} == {}


def untranslated(source: str) -> str:
    """The template without its tags, and without what stands between tags for translation."""
    kept, outside = "", True
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK and token.contents.startswith(("blocktrans", "endblocktrans")):
            outside = token.contents.startswith("end")
        elif token.token_type is TokenType.TEXT and outside:
            kept += token.contents
    return kept


TEMPLATE = """\
{% translate "Half of it is 50%" as half %}
{% include "row.html" with label=_("A label") %}
<p>{% blocktranslate count n=found trimmed %}
  {{ n }} mail
{% plural %}
  {{ n }} mails
{% endblocktranslate %}</p>"""
SOURCE = """\
LABEL = _("A label")
def tell(count):
    return ngettext("One mail", "%(count)s mails", count)
TEXT = gettext_lazy("in two "
                    "lines")
"""


def test_texts_are_found_in_templates_and_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "templates" / "administration").mkdir(parents=True)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "templates" / "administration" / "page.html").write_text(
        '{% translate "Not for employees" %}'
    )
    (tmp_path / "a.py").write_text(SOURCE)
    monkeypatch.setattr(catalogues, "PORTAL", tmp_path)
    assert catalogues.texts() == [
        catalogues.Text("A label", "", ["a.py", "templates/page.html"]),
        catalogues.Text("One mail", "%(count)s mails", ["a.py"]),
        catalogues.Text("in two lines", "", ["a.py"]),
        catalogues.Text("Half of it is 50%%", "", ["templates/page.html"]),
        catalogues.Text("%(n)s mail", "%(n)s mails", ["templates/page.html"]),
    ]


def test_bringing_a_catalogue_up_to_date_keeps_what_is_translated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(SOURCE)
    file = tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    before = polib.POFile()
    before.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    before += [
        polib.POEntry(msgid="A label", msgstr="Ein Schild"),
        polib.POEntry(msgid="Gone", msgstr="Fort"),
    ]
    before.save(str(file))
    monkeypatch.setattr(catalogues, "PORTAL", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    made = catalogues.bring_up_to_date("de")
    assert [(entry.msgid, forms(entry)) for entry in made] == [
        ("A label", ["Ein Schild"]),
        ("One mail", ["", ""]),
        ("in two lines", [""]),
    ]
    assert [entry.msgid for entry in polib.mofile(str(file.with_suffix(".mo")))] == ["A label"]
