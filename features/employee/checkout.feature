@employee
Feature: Paying once, and the right price
  Whatever happens at the checkout, the employee pays either nothing or the program's price, once.

  Background:
    Given an employee of an organization that qualifies
    And the employee has a personal account
    And the employee has opened the checkout of Microsoft 365 Family

  Rule: A payment that fails buys nothing

    @HUP-BUY-6
    Scenario: A declined card
      When the employee pays with a card that is declined
      Then the employee is told that the card was declined
      And the employee has bought nothing
      And no receipt reaches the employee

    @HUP-BUY-6
    Scenario: A declined card does not stand in the way of a good one
      Given the employee has tried a card that is declined
      When the employee pays
      Then the employee is given an order number
      And the employee has bought Microsoft 365 Family once

    @HUP-BUY-6
    Scenario Outline: Card details that cannot be right: <flaw>
      When the employee pays with card details that have <flaw>
      Then the employee is asked to correct the card details
      And the employee has bought nothing

      Examples:
        | flaw                          |
        | a wrong digit                 |
        | two digits swapped            |
        | a letter for a digit          |
        | 12 digits                     |
        | 20 digits                     |
        | a month that does not exist   |
        | an expiry date gone by        |
        | an expiry date of last month  |
        | no security code              |
        | a security code of two digits |

    @HUP-BUY-6
    Scenario Outline: A card with <length> may well be one
      When the employee pays with a card with <length>
      Then the employee is not asked to correct the card details

      Examples:
        | length    |
        | 13 digits |
        | 15 digits |
        | 19 digits |

    @HUP-BUY-6
    Scenario: A card is good until the end of its month
      When the employee pays with a card that expires this month
      Then the employee is given an order number
      And the employee has bought Microsoft 365 Family once

  Rule: A payment repeated buys nothing twice

    @HUP-BUY-6
    Scenario: A double click on Buy
      When the employee pays with a double click
      Then the employee is given an order number
      And the employee has bought Microsoft 365 Family once
      And exactly one receipt reaches the employee

    @HUP-BUY-6
    Scenario: Going back after paying leads to the order, not to a second payment
      Given the employee has paid
      When the employee goes back
      Then the employee is given the same order number
      And the employee has bought Microsoft 365 Family once

    # more steps: what the second window does counts as much as what it shows
    @HUP-BUY-6
    Scenario: The same checkout paid again in a second window
      Given the employee has the same checkout open in a second window
      And the employee has paid
      When the employee pays in the second window too
      Then the employee is given the same order number there
      And the employee has bought Microsoft 365 Family once
      And exactly one receipt reaches the employee

    # more steps: the order could be repeated, or its receipt alone
    @HUP-BUY-6
    Scenario: Reloading the page after paying
      Given the employee has paid
      When the employee reloads the page
      Then the employee is given the same order number
      And the employee has bought Microsoft 365 Family once
      And exactly one receipt reaches the employee

  Rule: The price is the program's, not the page's

    @HUP-BUY-6
    Scenario Outline: A price changed in the page to <price>
      When the employee changes the price in the page to <price> and pays
      Then the employee is told that the price has changed
      And the employee has bought nothing

      Examples:
        | price  |
        | 0.01   |
        | 0.00   |
        | -69.99 |
        | 69.98  |
        | 999.99 |
