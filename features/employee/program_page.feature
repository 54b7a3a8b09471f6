@employee
Feature: The program page
  Anyone can see what the program offers before giving an address: each product with its
  list price, the discount, and what an employee pays in the end.

  @HUP-PROGRAM-1
  Scenario Outline: What <product> costs an employee
    When a visitor looks at the program
    Then <product> has a list price of <list price> per year
    And <product> is discounted by <discount>
    And an employee pays <price> per year for <product>

    Examples:
      | product                | list price | discount | price  |
      | Microsoft 365 Family   | $99.99     | 30%      | $69.99 |
      | Microsoft 365 Personal | $69.99     | 30%      | $48.99 |

  @HUP-PROGRAM-1
  Scenario: A phone shows it all, too
    When a visitor looks at the program on a phone
    Then Microsoft 365 Family has a list price of $99.99 per year
    And Microsoft 365 Family is discounted by 30%
    And an employee pays $69.99 per year for Microsoft 365 Family

  @HUP-PROGRAM-2
  Scenario Outline: The price of <product> is the same from the program page to the receipt
    Given an employee of an organization that qualifies
    And the employee has a personal account
    And a visitor has seen the price of <product> on the program page
    When the employee comes as far as the store
    Then the store asks that price for <product>
    And the checkout of <product> shows that price
    And the receipts for <product>, in the store and by email, show that price

    Examples:
      | product                |
      | Microsoft 365 Family   |
      | Microsoft 365 Personal |
