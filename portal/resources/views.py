"""What administrators take along to promote the program."""

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page, require_safe

from portal.resources import kits

_FLYERS = Path(__file__).parent / "flyers"
_KEPT_FOR = 3600


@dataclass(frozen=True, slots=True)
class Flyer:
    """A file in ``flyers``, made from the HTML beside it."""

    file_name: str
    content_type: str
    label: str | Promise


DIGITAL = Flyer("hup-digital-flyer.png", "image/png", _("Digital flyer (PNG)"))
PRINTABLE = (
    Flyer("hup-printable-flyer-a4.pdf", "application/pdf", _("Printable flyer for A4 (PDF)")),
    Flyer("hup-printable-flyer-letter.pdf", "application/pdf", _("Printable flyer for Letter (PDF)")),
)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All of the material, and how to make the most of it."""
    context = {
        "digital": DIGITAL,
        "printable": PRINTABLE,
        "texts": kits.for_reader(get_language() or "en"),
        "kits": kits.KITS,
    }
    return render(request, "resources/overview.html", context)


@require_safe
@conditional_page
def flyer(request: HttpRequest, file_name: str) -> HttpResponse:
    """A flyer as a file."""
    for each in (DIGITAL, *PRINTABLE):
        if each.file_name == file_name:
            return _download(file_name, each.content_type, (_FLYERS / file_name).read_bytes())
    raise Http404


@require_safe
@conditional_page
def text(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """A text as a file."""
    kit = kits.find(language)
    if kit is None:
        return _no_such_language(request)
    content = kit.email if kind == "email" else kit.newsletter
    name = f"hup-{kind}-{kit.language}.txt"
    return _download(name, "text/plain; charset=utf-8", content.encode(), kit.language)


@require_safe
@conditional_page
def onboarding(request: HttpRequest, language: str) -> HttpResponse:
    """All material in one language, as one file."""
    kit = kits.find(language)
    if kit is None:
        return _no_such_language(request)
    return _download(kit.file_name, "application/zip", kit.zipped(), kit.language)


def _no_such_language(request: HttpRequest) -> HttpResponse:
    context = {"kits": kits.KITS}
    return render(request, "resources/no_such_language.html", context, status=HTTPStatus.NOT_FOUND)


def _download(name: str, content_type: str, content: bytes, language: str = "en") -> HttpResponse:
    """A file to keep. It is the same for everybody, so that whoever carries it may keep it for a while."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": language,
        "Cache-Control": f"public, max-age={_KEPT_FOR}",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
