"""Pages on which a person reads what was caught, as when a portal is tried out by hand.

A mail is foreign matter: its HTML is shown in a sandbox of its own, under a policy that lets nothing be
loaded and no script run; all else is text.
"""

import re
from html import escape
from importlib.resources import files
from typing import Any

from aiohttp import web

from harness.mail.links import text_links
from harness.mail.message import Message

LISTED = 200
"""Mails on the list page; the API has the others."""
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'; "
    "img-src data:; script-src 'self'; style-src 'self' 'unsafe-inline'"
)
_SHOWN = 1_000_000
"""Characters of each body; the raw mail has all."""
_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.IGNORECASE)
_TYPES = {"/style.css": "text/css", "/list.js": "text/javascript"}


def respond(page: str) -> web.Response:
    headers = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer"}
    return web.Response(text=page, content_type="text/html", headers=headers)


def asset(path: str) -> web.Response:
    text = files(__package__).joinpath(path.removeprefix("/")).read_text("utf-8")
    return web.Response(text=text, content_type=_TYPES[path])


def list_page(summaries: list[dict[str, Any]], total: int) -> str:
    rows = "".join(
        f'<tr class="{"read" if mail["Read"] else "unread"}">'
        f'<td><a href="/view/{escape(mail["ID"])}">{escape(mail["Subject"]) or "(no subject)"}</a></td>'
        f"<td>{escape(_recipients(mail))}</td><td>{escape(_mailbox(mail['From']))}</td>"
        f'<td><time datetime="{escape(mail["Created"])}">{escape(mail["Created"][11:19])}</time></td></tr>'
        for mail in summaries
    )
    table = (
        "<table><thead><tr><th>Subject</th><th>To</th><th>From</th><th>Time (UTC)</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
    more = f"<p>The newest {len(summaries)} of {total} are shown.</p>" if total > len(summaries) else ""
    empty = "<p>No mail yet. This page shows it as soon as it comes.</p>"
    script = '<script src="/list.js" defer></script>'
    return _page("Mail catcher", f"<h1>Caught mail</h1>{table if rows else empty}{more}", script)


def view_page(summary: dict[str, Any], mail: Message) -> str:
    about = {
        "From": f"{mail.sender_name} <{mail.sender_address}>" if mail.sender_name else mail.sender_address,
        "To": ", ".join(mail.to),
        "Cc": ", ".join(mail.cc),
        "Delivered to": ", ".join(sorted(mail.recipients)),
        "Date": str(mail.date or ""),
        "Message-ID": mail.message_id or "",
    }
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in about.items() if value)
    raw = f'<a href="/api/v1/message/{escape(mail.id)}/raw">raw</a>'
    parts = [
        '<p><a href="/">All mail</a></p>',
        f"<h1>{escape(mail.subject) or '(no subject)'}</h1><dl>{facts}</dl>",
        f"<p>{summary['Size']:,} bytes · {summary['Attachments']} attachment(s) · {raw}</p>",
    ]
    if mail.html is not None:
        # The sandbox lets nothing but a click out, and that into a window of its own.
        shown = mail.html[:_SHOWN]
        doctype = _DOCTYPE.match(shown)
        start = doctype.end() if doctype else 0
        source = f'{shown[:start]}<base target="_blank">{shown[start:]}'
        document = escape(source, quote=True)
        parts.append(
            '<h2>HTML</h2><iframe title="HTML of the mail" referrerpolicy="no-referrer" '
            f'sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="{document}"></iframe>'
        )
    if mail.text is not None:
        parts.append(f"<h2>Text</h2><pre>{_linked(mail.text[:_SHOWN])}</pre>")
    head = mail.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0][:_SHOWN].decode("utf-8", "replace")
    parts.append(f"<details><summary>Header</summary><pre>{escape(head)}</pre></details>")
    return _page(mail.subject or "(no subject)", "".join(parts))


def _page(title: str, body: str, head: str = "") -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/style.css">{head}</head>'
        f"<body><main>{body}</main></body></html>"
    )


def _linked(text: str) -> str:
    """Return the text as HTML with its links to be clicked, but for those that run over lines."""
    links = sorted((link for link in text_links(text) if "://" in link), key=len, reverse=True)
    if not links:
        return escape(text)
    pattern = re.compile("|".join(re.escape(link) for link in links))
    pieces, position = [], 0
    for found in pattern.finditer(text):
        link = escape(found[0])
        anchor = f'<a href="{link}" target="_blank" rel="noopener noreferrer">{link}</a>'
        pieces += [escape(text[position : found.start()]), anchor]
        position = found.end()
    return "".join([*pieces, escape(text[position:])])


def _recipients(summary: dict[str, Any]) -> str:
    return ", ".join(
        str(mailbox["Address"]) for name in ("To", "Cc", "Bcc") for mailbox in summary[name] or ()
    )


def _mailbox(mailbox: dict[str, str]) -> str:
    return mailbox["Name"] or mailbox["Address"]
