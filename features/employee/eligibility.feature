@employee
Feature: Who can use the program
  An employee needs two things: a valid corporate email address and an active personal account.

  Background:
    Given an employee of an organization that qualifies

  Rule: Neither the address nor the account is enough alone

    @HUP-ELIGIBLE-7
    Scenario: A confirmed address and an active account together open the discounts
      Given the employee has a personal account
      When the employee comes as far as the store
      Then the employee sees the discounts of the organization

    @HUP-ELIGIBLE-7
    Scenario: A confirmed address with a closed account opens nothing
      Given the employee has a personal account that was closed
      And the employee has confirmed the work address
      When the employee tries to sign in
      Then the employee is told that the account is closed
      And the store shows the employee no discount

    @HUP-ELIGIBLE-7
    Scenario: A confirmed address with an account that does not exist opens nothing
      Given the employee has confirmed the work address
      When the employee tries to sign in
      Then the employee is told that no account matches
      And the store shows the employee no discount

    @HUP-ELIGIBLE-7
    Scenario: An active account without a confirmed address opens nothing
      Given the employee has a personal account
      When the employee signs in at the store directly
      Then the employee is asked to confirm the work address first
      And the store shows the employee no discount

  Rule: The address belongs to the organization's own domain

    @HUP-ELIGIBLE-8
    Scenario Outline: <address> is no corporate address
      When someone signs up with <address>
      Then the answer is the one that every address gets
      And no confirmation link is sent to that address

      Examples: public mailboxes
        | address            |
        | an outlook.com box |
        | a hotmail.com box  |
        | a live.com box     |
        | a gmail.com box    |
        | a yahoo.com box    |
        | an icloud.com box  |

      Examples: domains that are nobody's, or only look like the organization's
        | address                                               |
        | an address at the domain of no customer               |
        | an address at a subdomain of the organization         |
        | an address at the organization's domain with a prefix |
        | an address at the organization's domain with a suffix |

    @HUP-ELIGIBLE-8
    Scenario Outline: An address that is malformed (<flaw>) is turned down at once
      When someone enters a malformed address: <flaw>
      Then the visitor is asked for a valid address
      And no mail is sent anywhere for it

      Examples:
        | flaw                                |
        | no at sign                          |
        | two at signs                        |
        | no name before the at               |
        | no domain                           |
        | one word for the domain             |
        | a number at the end of the domain   |
        | an underscore in the domain         |
        | a space inside                      |
        | a space in a name in another script |
        | a dot at the start                  |
        | two dots in a row                   |
        | a second recipient                  |

    @HUP-ELIGIBLE-8
    Scenario Outline: An address that has <length> is too long
      When someone enters an address that has <length>
      Then the visitor is told that the address is too long
      And no mail is sent anywhere for it

      Examples:
        | length                      |
        | 65 characters before the at |
        | 255 characters in all       |
