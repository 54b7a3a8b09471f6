@employee
Feature: The purchase in four steps
  An employee of an organization that qualifies signs up with the work address, confirms it
  by email, signs in with a personal account, and shops at the discount of the organization.

  Background:
    Given an employee of an organization that qualifies

  # more steps: these are the four steps of the program, each told by itself
  @HUP-BUY-1 @HUP-BUY-2 @HUP-BUY-3 @HUP-BUY-4
  Scenario: From the program page to the receipt
    Given the employee has a personal account
    When the employee signs up from the program page
    And the employee confirms the work address through the email
    And the employee signs in with the personal account
    And the employee buys Microsoft 365 Family
    Then the employee is given an order number
    And a receipt for the order reaches the employee's personal inbox

  Rule: Sign up starts with Get Started on the program page

    @HUP-BUY-1
    Scenario: Get Started asks for the work address
      When a visitor gets started from the program page
      Then the visitor is asked for a work email address

  Rule: Eligibility is confirmed in the corporate inbox

    @HUP-BUY-2
    Scenario: The link that arrives confirms the employee's eligibility
      When the employee asks for a confirmation link
      Then a confirmation link reaches the employee's work inbox
      And following it confirms the employee's eligibility

  Rule: Sign in with the account of the personal address, then see the organization's discounts

    @HUP-BUY-3
    Scenario: An employee without a personal account creates one on the way
      Given the employee has confirmed the work address
      When the employee creates a personal account
      Then the employee sees the discounts of the organization

    @HUP-BUY-3
    Scenario: The discounts are those of the organization's own benefit
      Given an employee of an organization whose benefit covers Microsoft 365 Personal alone
      And the employee has a personal account
      When the employee comes as far as the store
      Then the employee sees the discounts of the organization
      And the store offers Microsoft 365 Personal
      And the store does not offer Microsoft 365 Family

  Rule: The purchase is completed in the store

    @HUP-BUY-4
    Scenario Outline: <product> is sold, receipted and kept among the employee's orders
      Given the employee has a personal account
      And the employee has come as far as the store
      When the employee buys <product>
      Then the employee is given an order number
      And a receipt for the order reaches the employee's personal inbox
      And the employee's orders are that one order of <product>

      Examples:
        | product                |
        | Microsoft 365 Family   |
        | Microsoft 365 Personal |

    @HUP-BUY-4
    Scenario: Nobody else sees the order
      Given the employee has a personal account
      And the employee has bought Microsoft 365 Family
      When a colleague with an account of their own looks for that order
      Then the colleague is told that there is no such order
