"""What patches are made of. Each refuses to change what is not there, so that no fault is silently none."""

from __future__ import annotations

import functools
import gettext
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from faults.catalogue import Fault, FaultError, add

_PORTAL: Final = Path(__file__).resolve().parent.parent / "portal"
TEMPLATES: Final = _PORTAL / "templates"
_LOADER: Final = "django.template.loaders.filesystem"
_STATIC: Final = "whitenoise.middleware"
_TRANSLATIONS: Final = "django.utils.translation.trans_real"


def replace(owner: Any, name: str, value: object) -> None:
    """Put `value` in the place of an attribute. Raises FaultError where there is none of this name."""
    if not hasattr(owner, name):
        raise FaultError(f"{owner.__name__} has no {name}")
    setattr(owner, name, value)


def wrapped(owner: Any, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Put the decorated function in the place of another, which it gets as its first argument.

    Raises FaultError where the owner, a module or a class, has nothing of this name.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        original = getattr(owner, name, None)
        if original is None:
            raise FaultError(f"{owner.__name__} has no {name}")

        @functools.wraps(original)
        def call(*arguments: Any, **named: Any) -> Any:
            return function(original, *arguments, **named)

        setattr(owner, name, call)
        return call

    return decorate


def template(name: str, rule: str, says: str, *, file: str, old: str, new: str) -> None:
    """Enter a fault into the list: the template `file` says `new` where it should say `old`.

    All places are changed. The planted fault raises FaultError where the template has no such text.
    """

    def patch(loaders: ModuleType) -> None:
        if old not in (TEMPLATES / file).read_text(encoding="utf-8"):
            raise FaultError(f"the template {file} does not say {old!r}")

        @wrapped(loaders.Loader, "get_contents")
        def get_contents(original: Callable[..., str], self: object, origin: Any) -> str:
            contents = original(self, origin)
            return contents.replace(old, new) if origin.template_name == file else contents

    add(Fault(name, rule, says, (_LOADER,), patch))


def stylesheet(name: str, rule: str, says: str, *, file: str = "portal.css", old: str = "", new: str) -> None:
    """Enter a fault into the list: the stylesheet says `new` where it should say `old`.

    Without `old`, `new` comes at its end. The planted fault raises FaultError where there is no such text.
    """

    def patch(whitenoise: ModuleType) -> None:
        sheet = (_PORTAL / "static" / file).read_text(encoding="utf-8")
        if old not in sheet:
            raise FaultError(f"the stylesheet {file} does not say {old!r}")
        broken = sheet.replace(old, new) if old else f"{sheet}\n{new}\n"

        @wrapped(whitenoise.WhiteNoiseMiddleware, "__call__")
        def call(original: Callable[..., Any], self: Any, request: Any) -> Any:
            if request.path_info != f"/static/{file}":
                return original(self, request)
            from django.http import HttpResponse  # noqa: PLC0415  # not before the portal has its settings

            return HttpResponse(broken, content_type="text/css; charset=utf-8")

    add(Fault(name, rule, says, (_STATIC,), patch))


def translation(
    name: str, rule: str, says: str, *, language: str, text: str, into: str | None = None
) -> None:
    """Enter a fault into the list: a text of the pages or mails is left in English, or says `into`.

    The planted fault raises FaultError where the language has no translation of the text.
    """

    def patch(translations: ModuleType) -> None:
        with (_PORTAL / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
            if gettext.GNUTranslations(file).gettext(text) == text:
                raise FaultError(f"there is no text {text!r} in the language {language}")

        @wrapped(translations.DjangoTranslation, "__init__")
        def init(original: Callable[..., None], self: Any, of: str, *others: Any, **named: Any) -> None:
            original(self, of, *others, **named)
            if of == language:
                self._catalog[text] = text if into is None else into

    add(Fault(name, rule, says, (_TRANSLATIONS,), patch))
