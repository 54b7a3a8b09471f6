"""Faults that shut people with a disability out: HUP-QUALITY-1."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import stylesheet, template, wrapped

_RULE = "HUP-QUALITY-1"

template(
    "fields-have-no-labels",
    _RULE,
    "A screen reader does not say what is to be entered.",
    file="forms/field.html",
    old="{{ field.label_tag }}",
    new="<span>{{ field.label }}</span>",
)

template(
    "picture-has-no-words",
    _RULE,
    "The picture of the program page is announced by its file's name.",
    file="program/home.html",
    old="""art/home.svg' %}" alt=\"\"""",
    new="""art/home.svg' %}\"""",
)

template(
    "flyer-is-not-described",
    _RULE,
    "The preview of the digital flyer says nothing to who cannot see it.",
    file="resources/overview.html",
    old="""alt="{% translate 'The digital flyer: Microsoft 365 at home, at a discount' %}\"""",
    new="",
)

stylesheet(
    "hints-are-too-pale",
    _RULE,
    "Hints are light gray on white.",
    old=".hint { color: var(--soft);",
    new=".hint { color: #a3abb9;",
)

stylesheet(
    "links-are-too-dark-at-night",
    _RULE,
    "In dark colours the links can hardly be read.",
    old="--accent: #9db8ff;",
    new="--accent: #1f4fd8;",
)

stylesheet(
    "steps-are-too-pale-on-phones",
    _RULE,
    "On a phone the four steps can hardly be read.",
    new="@media (max-width: 44rem) { .step { color: #b9c0cc; } }",
)

stylesheet(
    "links-are-known-by-colour-alone",
    _RULE,
    "Who cannot tell colours apart finds no link in a text.",
    new="main p a:not(.button) { text-decoration: none; color: #3a55a8; }",
)

template(
    "heading-level-is-skipped",
    _RULE,
    "The offers have headings of the fourth level below the page's own.",
    file="offer.html",
    old="""<h2 id="{{ product.slug }}">{{ product.name }}</h2>""",
    new="""<h4 id="{{ product.slug }}">{{ product.name }}</h4>""",
)

template(
    "pages-have-no-title",
    _RULE,
    "All tabs and windows are called alike: by their address.",
    file="base.html",
    old="""<title>{{ heading }} · {% translate "Home Use Program" %}</title>""",
    new="",
)

template(
    "pages-are-all-called-alike",
    _RULE,
    "The title of every page is that of the program, so that tabs cannot be told apart.",
    file="base.html",
    old="""<title>{{ heading }} · {% translate "Home Use Program" %}</title>""",
    new="""<title>{% translate "Home Use Program" %}</title>""",
)

template(
    "pages-cannot-be-enlarged",
    _RULE,
    "On a phone nobody can zoom in.",
    file="base.html",
    old="initial-scale=1",
    new="initial-scale=1, maximum-scale=1, user-scalable=no",
)

template(
    "no-language-is-told",
    _RULE,
    "A screen reader does not know in which language to speak.",
    file="base.html",
    old="""lang="{% block lang %}{{ LANGUAGE_CODE }}{% endblock %}\"""",
    new="",
)

template(
    "page-has-no-main-part",
    _RULE,
    "A screen reader finds no main part of the page.",
    file="base.html",
    old="""<main id="content" tabindex="-1">""",
    new="""<div id="content" tabindex="-1">""",
)

template(
    "help-is-a-list-of-nothing",
    _RULE,
    "The kinds of help are items of no list.",
    file="help/home.html",
    old="""<ul class="tiles">""",
    new="""<div class="tiles">""",
)

template(
    "table-has-no-headings",
    _RULE,
    "The columns of the licenses have empty headings.",
    file="administration/admin_center/products.html",
    old="""<th scope="col">Plan</th>""",
    new="""<th scope="col"></th>""",
)

stylesheet(
    "links-are-too-small-to-hit",
    _RULE,
    "The links of the navigation lie so close that one hits the wrong one.",
    new=".bar nav a { min-block-size: 0; block-size: 12px; overflow: visible; }"
    ".bar nav ul { display: block; line-height: 12px; } .bar nav li { display: block; block-size: 12px; }",
)

template(
    "navigation-is-announced-twice-alike",
    _RULE,
    "Two navigations of the admin center have the same name.",
    file="administration/admin_center/tabs.html",
    old="""aria-label="Benefits\"""",
    new="""aria-label="Your products\"""",
)


@fault(_RULE, "What is wrong with a field is not read out with it.", at="django.forms.boundfield")
def complaint_is_not_tied_to_its_field(boundfield: ModuleType) -> None:
    @wrapped(boundfield.BoundField, "build_widget_attrs")
    def build_widget_attrs(original: Any, self: Any, attrs: Any, widget: Any = None) -> Any:
        built = original(self, attrs, widget)
        return {name: value for name, value in built.items() if not name.startswith("aria-")}
