"""Faults that show on a phone alone: HUP-QUALITY-3."""

from faults.patching import stylesheet, template

_RULE = "HUP-QUALITY-3"

stylesheet(
    "offers-are-wider-than-a-phone",
    _RULE,
    "One scrolls sideways to see the whole of an offer.",
    old="repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1.25rem;\n}\n.offer {",
    new="repeat(auto-fit, minmax(28rem, 1fr)); gap: 1.25rem;\n}\n.offer {",
)

stylesheet(
    "payment-is-wider-than-a-phone",
    _RULE,
    "The checkout's fields stick out of a phone.",
    old=".payment { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr));",
    new=".payment { display: grid; grid-template-columns: repeat(2, 14rem);",
)

stylesheet(
    "long-addresses-stick-out",
    _RULE,
    "Who has a long address scrolls sideways on every page.",
    old="min-inline-size: 0; overflow-wrap: anywhere; color: var(--soft); font-size: var(--small);",
    new="white-space: nowrap; flex: none; color: var(--soft); font-size: var(--small);",
)

stylesheet(
    "long-words-stick-out",
    _RULE,
    "Who has a long address scrolls sideways wherever it stands in a sentence.",
    old=" overflow-wrap: break-word; }",
    new=" }",
)

stylesheet(
    "sheets-grow-with-their-words",
    _RULE,
    "A long address makes the whole of a page wider than a phone.",
    old=".fill, .field { grid-template-columns: minmax(0, 1fr); }",
    new=".fill, .field { grid-template-columns: auto; }",
)

stylesheet(
    "record-sticks-out",
    _RULE,
    "The record to create sticks out of a phone.",
    file="administration.css",
    old="word-break: break-all;",
    new="white-space: nowrap;",
)

stylesheet(
    "headings-are-cut-off",
    _RULE,
    "On a phone long headings end in the middle.",
    new="@media (max-width: 44rem) { .lead { white-space: nowrap; overflow: hidden; } }",
)

stylesheet(
    "table-of-markets-sticks-out",
    _RULE,
    "The table of markets is wider than a phone.",
    new=".markets table, table.markets { inline-size: 40rem; } .scroll { overflow: visible; }",
)

stylesheet(
    "prices-are-missing-on-phones",
    _RULE,
    "On a phone an offer does not say what one pays.",
    new="@media (max-width: 44rem) { .offer .pay dd { display: none; } }",
)

stylesheet(
    "prices-differ-on-phones",
    _RULE,
    "On a phone every price begins with another figure.",
    new="@media (max-width: 44rem) { .pay dd::before { content: '1'; } }",
)

stylesheet(
    "navigation-is-missing-on-phones",
    _RULE,
    "On a phone there is no way to help.",
    new="@media (max-width: 44rem) { .bar nav { display: none; } }",
)

template(
    "phones-get-the-page-of-a-desk",
    _RULE,
    "A phone shows the whole page of a desk, in tiny letters.",
    file="base.html",
    old="""<meta name="viewport" content="width=device-width, initial-scale=1">""",
    new="",
)
