"""From views to pages: the templates, compiled once, and what they can say."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from harness.living_docs import words
from harness.living_docs.library import anchor
from harness.living_docs.overview import moment
from harness.rulebook import is_rule_id

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
ASSETS: Final = ("site.css", "site.js")


class Renderer:
    """Renders the pages of one site, which share their words about the run."""

    def __init__(self, shared: dict[str, Any]) -> None:
        self._shared = shared

    def page(self, template: str, address: str, **context: Any) -> str:  # noqa: ANN401 - templates take all
        """Return a page. `address` is where it will be, from the top of the site; links start from there."""
        up = "../" * address.count("/")
        return _environment().get_template(template).render(self._shared, up=up, **context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "anchor": anchor,
        "duration": words.duration,
        "moment": moment,
        "number": _number,
        "placeholders": _placeholders,
        "plural": words.plural,
        "prose": _prose,
        "said": words.of_scenario,
    }
    environment.tests["rule_id"] = is_rule_id
    environment.globals["counted"] = words.counted
    environment.globals["said_step"] = words.of_step
    return environment


def _prose(text: str) -> Markup:
    """Return running text, with what stands between backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def _number(value: float) -> str:
    """Return a number as short as a picture needs it."""
    return f"{value:.1f}".removesuffix(".0")


def _placeholders(text: str) -> Markup:
    """Mark the <names> of an outline, whose values stand in its table."""
    parts = words.PLACEHOLDER.split(text)
    return Markup("").join(
        Markup("<var>{}</var>").format(f"<{part}>") if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )
