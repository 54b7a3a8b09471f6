"""Faults of the support and help that people are led to: HUP-SUPPORT."""

from faults.patching import template

_VLSC = "{% site_url 'business' 'vlsc-support' %}"

template(
    "refused-administrator-finds-no-support",
    "HUP-SUPPORT-1",
    "An administrator who is refused is shown no support.",
    file="administration/refused.html",
    old=f"""Turn to <a href="{_VLSC}">Volume Licensing Service Center support</a>.""",
    new="Turn to your colleagues.",
)

template(
    "who-cannot-sign-in-is-sent-to-the-wrong-help",
    "HUP-SUPPORT-1",
    "Who cannot sign in is led to the support for those who are in.",
    file="administration/sign_in.html",
    old=_VLSC,
    new="{% site_url 'business' 'administrator-support' %}",
)

template(
    "refused-administrator-is-sent-in-again",
    "HUP-SUPPORT-1",
    "An administrator who is refused is led to a support page that asks to get in first.",
    file="administration/refused.html",
    old=_VLSC,
    new="{% site_url 'business' 'home' %}",
)

template(
    "licensing-center-support-is-not-listed",
    "HUP-SUPPORT-1",
    "The page of all support does not lead to that of the Volume Licensing Service Center.",
    file="administration/business/support.html",
    old="""<a href="{% url 'vlsc-support' %}">Volume Licensing Service Center support</a>""",
    new="Volume Licensing Service Center support",
)

template(
    "licensing-center-support-is-for-others",
    "HUP-SUPPORT-1",
    "The Volume Licensing Service Center's support turns those away who cannot migrate.",
    file="administration/business/vlsc_support.html",
    old="cannot migrate from the Volume Licensing Service Center, or cannot get into",
    new="have lost their agreement, or cannot get into",
)

_OWN_SUPPORT = "{% url 'administrator-support' %}"

template(
    "who-misses-the-benefit-is-sent-outside",
    "HUP-SUPPORT-2",
    "Who is in and misses the benefit is led to the support for those who are not.",
    file="administration/business/not_in_sight.html",
    old=_OWN_SUPPORT,
    new="{% url 'vlsc-support' %}",
)

template(
    "no-support-among-the-benefits-to-manage",
    "HUP-SUPPORT-2",
    "Among the benefits to manage, nothing leads to support.",
    file="administration/business/manage.html",
    old="""{% include "administration/business/not_in_sight.html" %}""",
    new="",
)

template(
    "no-support-beside-the-benefit",
    "HUP-SUPPORT-2",
    "The benefit's own page does not lead to support.",
    file="administration/benefit.html",
    old="""{% if site.key == "business" %}{% include""",
    new="""{% if site.key == "admin" %}{% include""",
)

template(
    "administrator-support-is-for-others",
    "HUP-SUPPORT-2",
    "The support of Store for Business does not say that it is for a benefit that one misses.",
    file="administration/business/administrator_support.html",
    old="in Store for Business and cannot see their benefit",
    new="new to Store for Business",
)

template(
    "collections-of-answers-are-swapped",
    "HUP-SUPPORT-3",
    "Who turns to the purchase questions comes to the technical ones.",
    file="help/home.html",
    old="{% url 'help-after-purchase' %}",
    new="{% url 'help-technical' %}",
)

template(
    "employee-questions-are-not-linked",
    "HUP-SUPPORT-3",
    "The employee questions are announced, and nothing leads to them.",
    file="help/home.html",
    old="""<a href="{% url 'help-faq' %}">{% translate "Employee questions" %}</a>""",
    new="""{% translate "Employee questions" %}""",
)

template(
    "answer-on-leaving-is-lost",
    "HUP-SUPPORT-3",
    "Nobody is told what happens on leaving the employer.",
    file="help/after_purchase.html",
    old="""<p>{% translate "You keep the discounted subscription as long as it does not lapse." %}</p>""",
    new="",
)

template(
    "answer-on-japan-is-wrong",
    "HUP-SUPPORT-3",
    "The answers say that Japan has no Microsoft 365 Personal.",
    file="help/faq.html",
    old="Japan: Microsoft 365 Family is not available.",
    new="Japan: Microsoft 365 Personal is not available.",
)

template(
    "answer-names-the-work-account",
    "HUP-SUPPORT-3",
    "The answers say that one activates with the work account.",
    file="help/after_purchase.html",
    old="With the personal Microsoft account that you bought it with, not with your work account.",
    new="With your work account, not with the personal Microsoft account that you bought it with.",
)

template(
    "answer-on-mail-that-is-late-is-lost",
    "HUP-SUPPORT-3",
    "Who waits for the mail finds the question, and no answer.",
    file="help/faq.html",
    old="Give it a few minutes and look among the junk mail. Then ask for another link: the newest one "
    "counts, once and for 24 hours.",
    new="We are sorry.",
)

template(
    "help-with-billing-is-lost",
    "HUP-SUPPORT-4",
    "A card that was declined is nowhere explained.",
    file="help/technical.html",
    old="Your card was declined? Nothing has been bought.",
    new="Your card was declined?",
)

template(
    "order-status-leads-to-the-discounts",
    "HUP-SUPPORT-4",
    "Help with order status leads to the discounts and not to the orders.",
    file="help/technical.html",
    old="{% site_url 'store' 'orders' %}",
    new="{% site_url 'store' 'offers' %}",
)

template(
    "installing-is-not-linked",
    "HUP-SUPPORT-4",
    "Help with installing Office does not lead to where one installs it.",
    file="help/technical.html",
    old="""<a href="{% site_url 'store' 'install' %}">{% translate "Install Microsoft 365" %}</a>""",
    new="""{% translate "Install Microsoft 365" %}""",
)

template(
    "signing-in-leads-to-the-work-account",
    "HUP-SUPPORT-4",
    "Help with signing in leads employees to the sign-in of administrators.",
    file="help/technical.html",
    old="{% site_url 'account' 'home' %}",
    new="{% site_url 'admin' 'home' %}",
)

template(
    "technical-help-is-hard-to-find",
    "HUP-SUPPORT-4",
    "The page of all help does not lead to technical help.",
    file="help/home.html",
    old="""<h2><a href="{% url 'help-technical' %}">""",
    new="""<h2><a hidden href="{% url 'help-technical' %}">""",
)
