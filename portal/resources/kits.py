"""Onboarding material: a folder of readable sources per language in ``kits``, handed out as a ZIP each."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from portal import sites
from portal.rules import pricing

_SOURCES = Path(__file__).parent / "kits"
_MEMBERS = ("guide.html", "email.txt", "newsletter.txt", "flyer.pdf")
# The earliest time that a ZIP can hold: the same content makes the same file, whenever and wherever.
_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Kit:
    """The material in one language: its code and its own name."""

    language: str
    name: str
    right_to_left: bool = False

    @property
    def file_name(self) -> str:
        return f"hup-onboarding-{self.language}.zip"

    @property
    def email(self) -> str:
        """Text for an email, its subject in the first line."""
        return self._text("email.txt")

    @property
    def newsletter(self) -> str:
        """Text for a newsletter, its title in the first line."""
        return self._text("newsletter.txt")

    def zipped(self) -> bytes:
        """All of it in one file."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in _MEMBERS:
                member = zipfile.ZipInfo(name, _TIME)
                member.external_attr = _READABLE_BY_ALL
                content = self._bytes(name) if name.endswith(".pdf") else self._text(name).encode()
                archive.writestr(member, content, zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def _bytes(self, name: str) -> bytes:
        return (_SOURCES / self.language / name).read_bytes()

    def _text(self, name: str) -> str:
        """A source with what only the running portal knows: its address and its discount."""
        known = {
            "{program}": sites.origin("program") + "/",
            "{discount}": str(pricing.DISCOUNT_PERCENT),
            "{style}": (_SOURCES / "guide.css").read_text("utf-8").rstrip(),
        }
        text = self._bytes(name).decode()
        for placeholder, value in known.items():
            text = text.replace(placeholder, value)
        return text


KITS = (
    Kit("en", "English"),
    Kit("de", "Deutsch"),
    Kit("fr", "Français"),
    Kit("es", "Español"),
    Kit("pt-BR", "Português (Brasil)"),
    Kit("ja", "日本語"),
    Kit("ar", "العربية", right_to_left=True),
)


def find(language: str) -> Kit | None:
    """The material in a language, if there is any; capitals do not matter."""
    return next((kit for kit in KITS if kit.language.lower() == language.lower()), None)


def for_reader(language: str) -> Kit:
    """The material in the language that a page is read in, or else in English."""
    return find(language) or find(language.partition("-")[0]) or KITS[0]
