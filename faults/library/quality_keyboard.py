"""Faults that leave people without a mouse behind: HUP-QUALITY-2."""

from faults.patching import stylesheet, template

_RULE = "HUP-QUALITY-2"

stylesheet(
    "focus-is-invisible",
    _RULE,
    "Nothing shows where the keyboard is.",
    old=":focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 4px; }",
    new=":focus { outline: none; }",
)

stylesheet(
    "focus-of-buttons-is-invisible",
    _RULE,
    "Nothing shows that the keyboard is at a button.",
    new="button:focus-visible, .button:focus-visible { outline: none; }",
)

stylesheet(
    "focus-of-tabs-is-invisible",
    _RULE,
    "Nothing shows that the keyboard is at a tab of the admin center.",
    file="administration.css",
    new=".tabs a:focus-visible { outline: none; }",
)

stylesheet(
    "skip-link-stays-out-of-sight",
    _RULE,
    "The first key leads to a link that nobody sees.",
    old=".skip:focus { inset-block-start: 0.5rem; }",
    new="",
)

template(
    "skip-link-is-missing",
    _RULE,
    "The keyboard has to go through the navigation on every page.",
    file="base.html",
    old="""<a class="skip" href="#content">{% translate "Skip to the content" %}</a>""",
    new="",
)

template(
    "skip-link-leads-nowhere",
    _RULE,
    "The link past the navigation leads nowhere.",
    file="base.html",
    old="""<main id="content" """,
    new="""<main id="main" """,
)

template(
    "way-in-is-not-for-keyboards",
    _RULE,
    "The keyboard never comes to Get Started.",
    file="program/home.html",
    old="""<a class="button" href="{% url 'get-started' %}">""",
    new="""<a class="button" tabindex="-1" href="{% url 'get-started' %}">""",
)

template(
    "buy-button-is-not-for-keyboards",
    _RULE,
    "The keyboard never comes to Buy now.",
    file="store/checkout.html",
    old="""<button>{% translate "Buy now" %}""",
    new="""<button tabindex="-1">{% translate "Buy now" %}""",
)

template(
    "hup-tab-is-not-for-keyboards",
    _RULE,
    "The keyboard never comes to the HUP tab.",
    file="administration/admin_center/tabs.html",
    old="""<li><a href="{% url 'hup' organization.key %}\"""",
    new="""<li><a tabindex="-1" href="{% url 'hup' organization.key %}\"""",
)

template(
    "keyboard-begins-at-the-foot",
    _RULE,
    "The first key leads to the foot of the page.",
    file="base.html",
    old="""<footer class="foot">
  {% if market_name %}<p><a href""",
    new="""<footer class="foot">
  {% if market_name %}<p><a tabindex="1" href""",
)

template(
    "complaint-is-not-where-one-is-taken",
    _RULE,
    "After a form was refused the keyboard is at the top of the page.",
    file="forms/form.html",
    old="""tabindex="-1" autofocus""",
    new="""tabindex="-1\"""",
)

template(
    "declined-card-is-not-where-one-is-taken",
    _RULE,
    "After the card was declined the keyboard is at the top of the page.",
    file="store/checkout.html",
    old="""tabindex="-1" autofocus""",
    new="""tabindex="-1\"""",
)

template(
    "complaint-does-not-lead-to-the-field",
    _RULE,
    "The complaint cannot be followed to what is to be corrected.",
    file="forms/form.html",
    old="""<p><a href="#{{ field.auto_id }}">{{ field.errors.0 }}</a></p>""",
    new="""<p>{{ field.errors.0 }}</p>""",
)

template(
    "complaint-leads-to-another-field",
    _RULE,
    "The complaint leads past the field that is to be corrected.",
    file="forms/form.html",
    old="""href="#{{ field.auto_id }}\"""",
    new="""href="#id_{{ field.label }}\"""",
)
