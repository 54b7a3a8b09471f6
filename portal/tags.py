"""Template filters and tags of the pages."""

from decimal import Decimal

from django import template

from portal import sites
from portal.rules import pricing

register = template.Library()


@register.filter
def money(amount: Decimal) -> str:
    """``69.99`` as ``$69.99``."""
    return pricing.money(amount)


@register.simple_tag
def site_url(key: str, name: str, *args: object) -> str:
    """The address of a page on any of the sites."""
    return sites.url(key, name, *args)


@register.simple_block_tag
def heading(content: str) -> str:
    """The page's heading, kept by ``as`` so that the title and the h1 cannot differ."""
    return content.strip()
