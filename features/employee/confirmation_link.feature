@employee
Feature: The confirmation link
  The link is one person's proof of working for the organization. It works once, for a day,
  for the person who asked for it, and only as it was sent.

  Background:
    Given an employee of an organization that qualifies
    And the employee has a personal account
    And the employee has asked for a confirmation link

  Rule: It works once

    @HUP-LINK-3
    Scenario: A second use is refused and says how to get a new link
      Given the employee has confirmed the work address
      When the employee follows the link again
      Then the link is refused because it was used already
      And the employee is shown how to get a new link

    @HUP-LINK-3
    Scenario: Two people who follow it at the same time confirm it once
      Given the employee and a colleague both have the link open
      When the employee confirms, and then the colleague confirms
      Then the colleague is refused because the link was used already
      And the employee is asked to sign in

  Rule: It lives for 24 hours

    @HUP-LINK-4
    Scenario Outline: A link that is <age> old still works
      Given the link was sent <age> ago
      When the employee follows the link and confirms
      Then the employee is asked to sign in

      Examples:
        | age         |
        | 1 h 00 min  |
        | 23 h 00 min |
        | 23 h 59 min |

    @HUP-LINK-4
    Scenario Outline: A link that is <age> old has expired
      Given the link was sent <age> ago
      When the employee follows the link
      Then the link is refused because it has expired
      And the employee is shown how to get a new link

      Examples:
        | age          |
        | 24 h 01 min  |
        | 25 h 00 min  |
        | 720 h 00 min |

    @HUP-LINK-4
    Scenario: A link that expires while it is open confirms nothing
      Given the employee has the link open
      And the link was sent 24 h 01 min ago
      When the employee confirms
      Then the link is refused because it has expired

  Rule: Only the link that was sent works

    @HUP-LINK-5
    Scenario Outline: A link with <token> is refused like any link that never was
      When someone follows a link with <token>
      Then the answer is the one that a link gets that never was
      And the employee's own link still works

      Examples:
        | token                                 |
        | its last character changed            |
        | its first character changed           |
        | its upper and lower case swapped      |
        | its last character cut off            |
        | its second half cut off               |
        | one character added                   |
        | a guessed secret                      |
        | a secret of another system            |
        | the work address in place of a secret |

  Rule: Looking at it does not use it up

    @HUP-LINK-6
    Scenario: A mail scanner that fetches the link leaves it working
      When a mail scanner fetches the link
      And the employee follows the link and confirms
      Then the employee is asked to sign in

    @HUP-LINK-6
    Scenario: Opening the link without confirming leaves it working
      Given the employee has the link open
      When the employee comes back later in another browser and confirms
      Then the employee is asked to sign in

  Rule: Asking again replaces it

    @HUP-LINK-7
    Scenario: A new link is sent and the old one is void
      When the employee asks for another confirmation link
      And the employee follows the first link
      Then the link is refused because a newer one was sent
      And the newer link works

    @HUP-LINK-7
    Scenario: Asking three times is nothing out of the way
      When the employee asks for another confirmation link
      And the employee asks for another confirmation link
      Then the newer link works

    @HUP-LINK-7
    Scenario: Asking too often is slowed down
      When the employee keeps asking for a confirmation link
      Then the employee is asked to wait a little
      And no more than 3 links have been sent to the employee

    @HUP-LINK-7
    Scenario: Nine minutes after asking too often it is still too early
      Given the employee has asked too often for a confirmation link
      And the link was sent 0 h 09 min ago
      When the employee asks once more
      Then the employee is asked to wait a little

    @HUP-LINK-7
    Scenario: Ten minutes after asking too often another link can be had
      Given the employee has asked too often for a confirmation link
      And the link was sent 0 h 10 min ago
      When the employee asks for another confirmation link
      Then the newer link works

  Rule: It carries the benefit to one personal account only

    @HUP-LINK-8
    Scenario: A colleague who is forwarded a used link gets nothing
      Given the employee has come as far as the store
      When a colleague with an account of their own follows the same link
      Then the colleague is refused because the link was used already
      And the store shows the colleague no discount

    @HUP-LINK-8
    Scenario: A second account gets nothing from a second link of the same work address
      Given the employee has come as far as the store
      When the employee has a new link forwarded to a colleague who confirms it
      Then the colleague is told that the benefit belongs to another account
      And the store shows the colleague no discount

    @HUP-LINK-8
    Scenario: A second account in the same browser gets nothing
      Given the employee has come as far as the store
      When the employee signs out, and a colleague signs in in the same browser
      Then the store shows the colleague no discount
