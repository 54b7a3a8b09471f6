"""``python -m portal.catalogues``: the texts of the employees' pages and mails, as translators get them.

Brings ``locale/*/LC_MESSAGES/django.po`` up to date with the sources, new texts untranslated, and compiles
them: what Django's makemessages and compilemessages do with GNU gettext, which nobody needs to have for this.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib  # type: ignore[import-untyped]  # ships no type information
from django.utils.translation.template import templatize

PORTAL = Path(__file__).parent
LOCALE = PORTAL / "locale"
# The administrators' sites are in English only.
ENGLISH_ONLY = {"administration"}

_FUNCTIONS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# What Django makes of the tags of a template; all else in it becomes filler.
_CALL = re.compile(rf"\b(?:_|n?gettext)\(({_STRING})(?:, ({_STRING}))?")


@dataclass(slots=True)
class Text:
    """A text in English, with the form it has for other numbers than one, and the files that have it."""

    singular: str
    plural: str = ""
    files: list[str] = field(default_factory=list)


def texts() -> list[Text]:
    """Every text of the employees' sites once, in the order of the files."""
    found: dict[str, Text] = {}
    for file in [*_of_employees(PORTAL.rglob("*.py")), *templates()]:
        name = file.relative_to(PORTAL).as_posix()
        read = _in_python if file.suffix == ".py" else _in_template
        for singular, plural in read(file.read_text("utf-8")):
            text = found.setdefault(singular, Text(singular))
            text.plural = text.plural or plural
            if name not in text.files:
                text.files.append(name)
    return list(found.values())


def templates() -> list[Path]:
    """The templates of the employees' pages and mails."""
    return _of_employees((PORTAL / "templates").rglob("*.*"))


def _of_employees(files: Iterable[Path]) -> list[Path]:
    return sorted(file for file in files if not set(file.relative_to(PORTAL).parts) & ENGLISH_ONLY)


def _in_python(source: str) -> Iterator[tuple[str, str]]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id in _FUNCTIONS:
            literals = [ast.literal_eval(each) for each in call.args if isinstance(each, ast.Constant)]
            yield literals[0], literals[1] if len(literals) > 1 else ""


def _in_template(source: str) -> Iterator[tuple[str, str]]:
    for singular, plural in _CALL.findall(templatize(source)):
        yield ast.literal_eval(singular), ast.literal_eval(plural) if plural else ""


def path(language: str) -> Path:
    """The catalogue that translators edit; what the portal reads lies beside it, as .mo."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def bring_up_to_date(language: str) -> polib.POFile:
    """Give the catalogue the texts that there are, keep what is translated, and compile it."""
    before = polib.pofile(str(path(language)))
    translated = {entry.msgid: entry for entry in before}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = before.metadata
    for text in texts():
        entry = translated.get(text.singular) or polib.POEntry(msgid=text.singular)
        if text.plural and not entry.msgstr_plural:
            entry.msgid_plural = text.plural
            entry.msgstr_plural = dict.fromkeys(range(plural_forms(catalogue)), "")
        entry.occurrences = [(file, "") for file in text.files]
        entry.flags = ["python-format"] if "%(" in text.singular else []
        catalogue.append(entry)
    catalogue.save(str(path(language)))
    path(language).with_suffix(".mo").write_bytes(catalogue.to_binary())
    return catalogue


def plural_forms(catalogue: polib.POFile) -> int:
    """How many forms the language has for numbers."""
    found = re.search(r"nplurals\s*=\s*(\d+)", catalogue.metadata["Plural-Forms"])
    return int(found[1]) if found else 1


if __name__ == "__main__":
    for folder in sorted(LOCALE.iterdir()):
        made = bring_up_to_date(folder.name)
        missing = len(made.untranslated_entries())
        sys.stdout.write(f"{folder.name}: {len(made)} texts, {missing} of them not translated yet\n")
