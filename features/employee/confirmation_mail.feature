@employee
Feature: The confirmation mail
  The mail is read the way a careful person reads mail that asks to follow a link:
  who sent it, to whom, what it says, and where its one link really leads.

  Background:
    Given an employee of an organization that qualifies

  Rule: It goes to the address entered and to nobody else

    @HUP-LINK-1
    Scenario: One mail, to one address
      When the employee asks for a confirmation link
      Then exactly one mail reaches the employee's work inbox
      And its only recipient is the employee
      And its link has been sent to nobody else

    @HUP-LINK-1
    Scenario: Sender, subject and date are as announced
      When the employee asks for a confirmation link
      Then the mail comes from "Account No Reply"
      And the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And the mail is dated now and has an identity of its own

    @HUP-LINK-1
    Scenario: An organization that does not qualify is told so, without a link
      Given an employee of an organization that does not qualify
      When the employee asks for a confirmation link
      Then the answer is the one that every address gets
      And the mail comes from "Account No Reply"
      And the mail's subject is "You're not eligible for the Microsoft Home Use Program"
      And the mail has no confirmation link

  Rule: It says the same in text and in HTML, and hides nothing

    @HUP-LINK-2
    Scenario: Text and HTML lead to the same one link
      When the employee asks for a confirmation link
      Then the mail can be read both as plain text and as HTML
      And both have the same one link
      And the link leads to the program's own site

    @HUP-LINK-2
    Scenario: Nothing in it tracks, loads or runs anything
      When the employee asks for a confirmation link
      Then the mail loads nothing from anywhere
      And the mail has no script and no form
      And the mail names no other site

  Rule: It says for how long its link is good

    @HUP-LINK-4
    Scenario: A day is what the mail promises
      When the employee asks for a confirmation link
      Then both its text and its HTML say "The link works once, within 24 hours."

  Rule: Its secret can be guessed by nobody

    @HUP-LINK-5
    Scenario: The secret is long and random
      When several employees ask for a confirmation link
      Then each link has a secret of its own of at least 128 bits

    @HUP-LINK-5
    Scenario: The secret does not come from the address
      When the employee asks for a confirmation link
      And the employee asks for another confirmation link
      Then the two links share no secret
      And no secret can be worked out from the employee's address

  Rule: A forged request does not change where it leads

    @HUP-LINK-9
    Scenario Outline: A forged <header> header never ends up in the link
      When someone asks for the employee's link with a forged <header> header
      Then no link that reaches the employee leads anywhere but to the program's own site

      Examples:
        | header             |
        | Host               |
        | X-Forwarded-Host   |
        | X-Forwarded-Server |
        | X-Host             |
        | X-Original-Host    |
        | Forwarded          |
