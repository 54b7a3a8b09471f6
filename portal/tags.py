"""Template filters and tags of the pages."""

from decimal import Decimal

from django import template
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from portal import sites
from portal.account.models import Account
from portal.program import benefits
from portal.rules import pricing
from portal.rules.products import Term

_TERMS = {
    Term.YEARLY: _("Renews every year until you cancel"),
    Term.ONE_YEAR: _("One-year subscription"),
    Term.ONE_TIME: _("One-time purchase"),
}
_PERIODS = {
    Term.YEARLY: _("per year"),
    Term.ONE_YEAR: _("for one year"),
    Term.ONE_TIME: _("once"),
}

register = template.Library()


@register.filter
def money(amount: Decimal) -> str:
    """``69.99`` as ``$69.99``."""
    return pricing.money(amount)


@register.filter
def term(value: str) -> Promise:
    """How long one has what one bought: ``One-year subscription``."""
    return _TERMS[Term(value)]


@register.filter
def period(value: str) -> Promise:
    """What stands behind the price of a term: ``per year``."""
    return _PERIODS[Term(value)]


@register.filter
def finds_other_products(person: Account) -> bool:
    """Whether the store leads this person to the other Office products."""
    return benefits.is_of_previous_program(person)


@register.filter
def grouped(count: int) -> str:
    """``2000`` as ``2,000``, or as the reader's language has it."""
    return formats.number_format(count, force_grouping=True)


@register.filter
def isolated(text: str) -> str:
    """The text in one piece among words read from right to left, in mails, which have no ``<bdi>``."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if get_language_bidi() else text


@register.simple_tag
def site_url(key: str, name: str, *args: object) -> str:
    """The address of a page on any of the sites."""
    return sites.url(key, name, *args)


@register.simple_block_tag
def heading(content: str) -> str:
    """The page's heading, kept by ``as`` so that the title and the h1 cannot differ."""
    return content.strip()
