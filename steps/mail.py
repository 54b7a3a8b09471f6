"""What arrives by mail, read the way a careful person reads it."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import parsers, then

from fixtures.employee import Employee, confirmation_link, leads_to, links_in
from fixtures.mail_reading import MailReading, derivation, random_bits
from fixtures.mailbox import Mailbox
from pages.portal import Origins


@then("a confirmation link reaches the employee's work inbox")
def link_arrives(employee: Employee) -> None:
    assert confirmation_link(employee.mail), "the mail has an empty link"


@then("exactly one mail reaches the employee's work inbox")
def one_mail(mailbox: Mailbox, employee: Employee) -> None:
    subjects = [mail.subject for mail in mailbox.settled(employee.person.work_email)]
    assert subjects == [employee.mail.subject], "one request was answered by other than one mail"


@then("its only recipient is the employee")
def only_recipient(employee: Employee) -> None:
    assert employee.mail.recipients == {employee.person.work_email}, "the mail has other recipients"


@then("its link has been sent to nobody else")
def link_sent_to_nobody_else(mailbox: Mailbox, employee: Employee) -> None:
    assert mailbox.who_received(employee.link, employee.mail) == {employee.person.work_email}, (
        "others have the link too"
    )


@then(parsers.parse('the mail comes from "{sender}"'))
def comes_from(employee: Employee, sender: str) -> None:
    assert employee.mail.sender_name == sender, "the mail comes from somebody else"


@then(parsers.parse('the mail\'s subject is "{subject}"'))
def has_subject(employee: Employee, subject: str) -> None:
    assert employee.mail.subject == subject, "the mail has another subject"


@then("the mail is dated now and has an identity of its own")
def dated_now(mailbox: Mailbox, employee: Employee) -> None:
    assert MailReading(employee.mail).age < timedelta(minutes=5), "the mail's Date is not now"
    assert mailbox.ids_with_message_id_of(employee.mail) == [employee.mail.id], (
        "its Message-ID is not its own"
    )


@then(parsers.parse('both its text and its HTML say "{words}"'))
def says(employee: Employee, words: str) -> None:
    assert MailReading(employee.mail).says(words), f"a part of the mail does not say {words!r}"


@then("the mail can be read both as plain text and as HTML")
def both_parts(employee: Employee) -> None:
    reading = MailReading(employee.mail)
    assert reading.words_in_text >= 10, "the text part says next to nothing"
    assert reading.words_in_html >= 10, "the HTML part says next to nothing"


@then("both have the same one link")
def same_one_link(employee: Employee) -> None:
    reading = MailReading(employee.mail)
    assert len(reading.text_links) == 1, "the text part has other than one link"
    assert reading.html_links == reading.text_links, "the HTML part leads elsewhere than the text part"


@then("the link leads to the program's own site")
def own_site(employee: Employee, origins: Origins) -> None:
    assert leads_to(origins.program, employee.link), "the link leads elsewhere, or by a detour"


@then("the mail loads nothing from anywhere")
def loads_nothing(employee: Employee) -> None:
    assert MailReading(employee.mail).resources == [], "showing the mail tells somebody that it was read"


@then("the mail has no script and no form")
def no_active_content(employee: Employee) -> None:
    assert MailReading(employee.mail).active_content == [], "the mail has active content"


@then("the mail names no other site")
def no_other_site(employee: Employee, origins: Origins) -> None:
    assert MailReading(employee.mail).sites == {origins.program}, "the mail names another site, or none"


@then("the mail has no confirmation link")
def no_link(employee: Employee) -> None:
    assert links_in(employee.mail) == set(), "the mail has a link"


@then("no confirmation link is sent to that address")
def no_link_sent(mailbox: Mailbox, address: str) -> None:
    links = [link for mail in mailbox.settled(address) for link in links_in(mail)]
    assert links == [], f"{address} was sent a link"


@then("no mail is sent anywhere for it")
def no_mail_for(mailbox: Mailbox, employee: Employee, address: str) -> None:
    sent = mailbox.recipients_like(address, employee.person.organization.domain)
    assert sent == set(), f"mail went out for {address!r}"


@then("no link that reaches the employee leads anywhere but to the program's own site")
def only_own_links(mailbox: Mailbox, employee: Employee, origins: Origins, forged_answer: int) -> None:
    links = [link for mail in mailbox.settled(employee.person.work_email) for link in links_in(mail)]
    assert links or forged_answer >= 400, "the request was neither refused nor answered by a link"
    assert [link for link in links if not leads_to(origins.program, link)] == [], (
        "a forged header is in the link"
    )


@then(parsers.parse("no more than {count:d} links have been sent to the employee"))
def no_more_links(mailbox: Mailbox, employee: Employee, count: int) -> None:
    assert len(mailbox.settled(employee.person.work_email)) <= count, "nothing slowed the requests down"


@then("each link has a secret of its own of at least 128 bits")
def long_secrets(links: list[str]) -> None:
    assert len(set(links)) == len(links), "two employees were sent the same link"
    assert random_bits(links) >= 128, "the links' secrets are too short, or not random throughout"


@then("the two links share no secret")
def different_secrets(employee: Employee) -> None:
    assert random_bits([employee.first_link, employee.link]) >= 96, "the two secrets are alike"


@then("no secret can be worked out from the employee's address")
def not_from_address(employee: Employee) -> None:
    ways = [derivation(confirmation_link(mail), employee.person.work_email) for mail in employee.mails]
    assert ways == [None] * len(ways), "whoever knows the address knows the link"
