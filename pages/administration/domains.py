from __future__ import annotations

from pages.administration.organization_page import OrganizationPage


class DomainsPage(OrganizationPage):
    """The email domains of an organization."""

    title = "Domains"


class AdminCenterDomainsPage(DomainsPage):
    """Settings > Domains, in the admin center."""

    path = "/settings/domains/"


class BusinessDomainsPage(DomainsPage):
    """The Domains tab of the Home Use Program, in Store for Business."""

    path = "/benefits/manage/hup/domains/"
