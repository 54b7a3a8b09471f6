"""The material that administrators promote the program with: real files, in the languages they say."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import RectangleObject

from portal.resources import kits
from portal.rules import pricing
from tests.portal.world import PROGRAM, World

RESOURCES = f"{PROGRAM}/resources/"
SOURCES = Path(kits.__file__).parent / "kits"
MEMBERS = ["guide.html", "email.txt", "newsletter.txt", "flyer.pdf"]
POINTS_PER_INCH = 72
MOST_BYTES = 200_000

# What nobody would write in another language: in the guide, the email, the newsletter and on the flyer.
WORDS = {
    "en": ("How it works for your colleagues", "Kind regards", "Did you know?", "Four steps"),
    "de": ("So machen Sie es bekannt", "Freundliche Grüße", "Wussten Sie schon?", "Vier Schritte"),
    "fr": ("Comment le faire savoir", "Cordialement", "Le saviez-vous", "Quatre étapes"),
    "es": ("Cómo difundirlo", "Un saludo", "¿Lo sabía?", "Cuatro pasos"),
    "pt-BR": ("Como divulgar", "Atenciosamente", "Você sabia?", "Quatro passos"),
    "ja": ("社内での紹介のしかた", "よろしくお願いいたします", "ご存じですか", "購入までの 4 ステップ"),
    "ar": ("كيف تنشرون الخبر", "مع أطيب التحيات", "هل تعلم؟", "أربع خطوات"),
}
LANGUAGES = [kit.language for kit in kits.KITS]


def download(world: World, name: str) -> bytes:
    return world.visitor().get(RESOURCES + name).response.content


def members(world: World, language: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(download(world, f"hup-onboarding-{language}.zip"))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def one_page(pdf: bytes) -> tuple[str, RectangleObject]:
    """Its text in plain letters (PDF has presentation forms of Arabic ones), and its size."""
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(unicodedata.normalize("NFKC", page.extract_text()).split()), page.mediabox


def test_languages_listed_are_the_kits_shipped(world: World) -> None:
    shipped = {folder.name for folder in SOURCES.iterdir() if folder.is_dir()}
    assert set(LANGUAGES) == shipped == set(WORDS)
    links = world.visitor().get(RESOURCES).links.values()
    listed = {link for link in links if link.startswith("/resources/hup-onboarding-")}
    assert listed == {f"/resources/hup-onboarding-{language}.zip" for language in shipped}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kit_is_in_its_language_throughout(world: World, language: str) -> None:
    kit = members(world, language)
    assert list(kit) == MEMBERS
    guide, email, newsletter = (kit[name].decode() for name in MEMBERS[:3])
    words = WORDS[language]
    assert words[0] in guide
    assert words[1] in email
    assert words[2] in newsletter
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in guide
    for text in (guide, email, newsletter):
        assert "Microsoft 365" in text
        assert f"{PROGRAM}/" in text
        assert f"{pricing.DISCOUNT_PERCENT}" in text
        assert "{program}" not in text
        assert "{discount}" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kits_flyer_can_be_printed(world: World, language: str) -> None:
    flyer = members(world, language)["flyer.pdf"]
    text, size = one_page(flyer)
    assert len(flyer) < MOST_BYTES
    assert (round(size.width), round(size.height)) == (595, 842)
    assert "Microsoft 365 Personal" in text
    assert f"{pricing.DISCOUNT_PERCENT}" in text
    source = (SOURCES / language / "flyer.html").read_text("utf-8")
    assert f'<html lang="{language}"' in source


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "ar"])
def test_a_flyer_speaks_its_language(world: World, language: str) -> None:
    """Arabic is left out: the order of its letters in a PDF is the order of sight."""
    text, _size = one_page(members(world, language)["flyer.pdf"])
    assert WORDS[language][3] in text


def test_the_arabic_flyer_is_arabic(world: World) -> None:
    text, _size = one_page(members(world, "ar")["flyer.pdf"])
    arabic = [letter for letter in text if unicodedata.name(letter, "").startswith("ARABIC LETTER")]
    assert len(arabic) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kit_is_the_same_each_time(world: World, language: str) -> None:
    name = f"hup-onboarding-{language}.zip"
    assert download(world, name) == download(world, name)


@pytest.mark.parametrize(
    ("name", "content_type", "language"),
    [
        ("hup-digital-flyer.png", "image/png", "en"),
        ("hup-printable-flyer-a4.pdf", "application/pdf", "en"),
        ("hup-printable-flyer-letter.pdf", "application/pdf", "en"),
        ("hup-email-en.txt", "text/plain; charset=utf-8", "en"),
        ("hup-newsletter-de.txt", "text/plain; charset=utf-8", "de"),
        ("hup-onboarding-pt-BR.zip", "application/zip", "pt-BR"),
        ("hup-onboarding-ar.zip", "application/zip", "ar"),
    ],
)
def test_downloads_say_what_they_are(world: World, name: str, content_type: str, language: str) -> None:
    visitor = world.visitor()
    response = visitor.get(RESOURCES + name).response
    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Content-Language"] == language
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    again = visitor.get(RESOURCES + name, If_None_Match=response.headers["ETag"]).response
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("kind", ["onboarding-xx.zip", "email-xx.txt", "newsletter-tlh.txt"])
def test_a_language_that_nobody_ships_is_answered_with_those_there_are(world: World, kind: str) -> None:
    page = world.visitor().get(f"{RESOURCES}hup-{kind}")
    assert (page.status, page.heading) == (404, "There is no material in this language")
    for language in LANGUAGES:
        assert f"/resources/hup-onboarding-{language}.zip" in page.links.values()


@pytest.mark.parametrize("name", ["flyer.css", "make", "digital.html", "..%2Fkits.py", "nothing.pdf"])
def test_no_other_file_is_handed_out(world: World, name: str) -> None:
    assert world.visitor().get(RESOURCES + name).status == 404


def test_the_digital_flyer_is_a_picture(world: World) -> None:
    picture = download(world, "hup-digital-flyer.png")
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(picture[start : start + 4]) for start in (16, 20))
    assert (width, height) == (1200, 630)
    assert len(picture) < MOST_BYTES


@pytest.mark.parametrize(("paper", "inches"), [("a4", (8.27, 11.69)), ("letter", (8.5, 11.0))])
def test_the_printable_flyer_fits_its_paper(world: World, paper: str, inches: tuple[float, float]) -> None:
    text, size = one_page(download(world, f"hup-printable-flyer-{paper}.pdf"))
    assert (size.width / POINTS_PER_INCH, size.height / POINTS_PER_INCH) == pytest.approx(inches, abs=0.01)
    assert f"for {pricing.DISCOUNT_PERCENT}% less" in text
    assert "Start here" in text


def test_texts_stand_on_the_page_to_be_copied(world: World) -> None:
    page = world.visitor().get(RESOURCES).response.text
    for kind in ("email", "newsletter"):
        first_line = download(world, f"hup-{kind}-en.txt").decode().splitlines()[0]
        assert first_line in page
