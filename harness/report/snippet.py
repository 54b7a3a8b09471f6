"""A definition to paste for a sentence that has none."""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.report.model import Step

_VALUE = re.compile(r'"(?P<text>[^"]*)"|(?<![\w.])(?P<number>\d+)(?![\w.])')
_MOST_WORDS = 8


def snippet_for(step: Step) -> str:
    """Return Python for a step module: what stands in quotation marks and whole numbers become arguments."""
    arguments: list[tuple[str, str]] = []

    def argument(match: re.Match[str]) -> str:
        kind = "str" if match["text"] is not None else "int"
        base = "text" if kind == "str" else "number"
        earlier = sum(known == kind for _, known in arguments)
        name = base if not earlier else f"{base}_{earlier + 1}"
        arguments.append((name, kind))
        return f'"{{{name}}}"' if kind == "str" else f"{{{name}:d}}"

    # Braces of the sentence itself would be read as arguments.
    pattern = _VALUE.sub(argument, step.text.replace("{", "{{").replace("}", "}}"))
    if step.docstring is not None:
        arguments.append(("docstring", "str"))
    if step.table is not None:
        arguments.append(("datatable", "list[list[str]]"))
    needs_parser = any(f"{{{name}" in pattern for name, _ in arguments)
    sentence = repr(pattern) if needs_parser else repr(step.text)
    decorated = f"parsers.parse({sentence})" if needs_parser else sentence
    signature = ", ".join(f"{name}: {kind}" for name, kind in arguments)
    return "\n".join(
        [
            f"@{step.kind}({decorated})",
            f"def {_function_name(step.text)}({signature}) -> None:",
            '    raise NotImplementedError("say what this sentence means")',
        ]
    )


def _function_name(text: str) -> str:
    words = re.findall(r"[^\W_]+", _VALUE.sub(" ", text).lower())[:_MOST_WORDS]
    name = "_".join(words) or "step"
    return f"{name}_" if keyword.iskeyword(name) or not name.isidentifier() else name
